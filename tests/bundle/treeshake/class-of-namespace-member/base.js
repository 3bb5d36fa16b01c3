export class Shape {
  name = 'shape';
}
export const count = () => console.log('counted');
