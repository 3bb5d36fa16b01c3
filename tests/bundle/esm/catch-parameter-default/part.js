var text = String('right');
try {
  throw {};
} catch ({ code = text }) {
  console.log(code);
}
