var given = (function (a, a) {
  return a;
})(5, 6);
console.log(given);
