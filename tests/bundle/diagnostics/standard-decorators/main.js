const log = () => {};
class A {
  @log method() {}
}
console.log(A);
