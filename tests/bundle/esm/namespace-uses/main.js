import * as shapes from './shapes.js';
import * as nested from './nested.js';

console.log(shapes.area(2, 3), new shapes.Square(4).area, new shapes.Square.Inner().is);
console.log(shapes.tag`a${1}b`, shapes?.area(1, 1), shapes.unit?.deep?.value);
console.log(nested.shapes.area(5, 5), nested.shapes.unit.deep.value, typeof nested.shapes.missing);
shapes.unit.deep.value = 'changed';
shapes.unit.count++;
console.log(shapes.unit.deep.value, shapes.unit.count);
const key = 'area';
console.log(shapes[key](3, 3), shapes['area'](4, 4));
console.log(((s) => s.area(6, 6))(shapes));
{
  const shapes = { area: () => 'shadowed' };
  console.log(shapes.area());
}
class Big extends shapes.Square {}
console.log(new Big(3).area, new (shapes.pick())(5).area);
console.log(typeof shapes.area, typeof shapes.nothing, delete shapes.unit.count, shapes.unit.count);
