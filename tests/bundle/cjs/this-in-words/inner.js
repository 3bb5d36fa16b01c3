class Field {
  own = this;
  static { this.made = 1; }
}
function make() {
  return this;
}
console.log(new Field().own instanceof Field, typeof make);
