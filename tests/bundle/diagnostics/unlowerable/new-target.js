function F() {
  return async () => new.target;
}
console.log(F);
