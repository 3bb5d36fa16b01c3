import { Shape, fn, Klass, Outer } from './spaces';
console.log(Shape.area(2), Shape.Deep.name, fn(), fn.version, new Klass().x, Klass.helper(), Outer.Inner.deep);
