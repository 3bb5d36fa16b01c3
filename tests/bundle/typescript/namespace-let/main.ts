export namespace Shape {
  export let count = 0;
  export const counted = () => count;
  export function bump() {
    count += 10;
  }
}
Shape.count++;
Shape.bump();
console.log(Shape.counted(), Shape.count);
