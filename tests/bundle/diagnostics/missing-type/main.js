import { Shape } from './barrel';
console.log(Shape);
