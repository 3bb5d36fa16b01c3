export default (function inner(n) {
  return n > 0 ? inner(n - 1) : 'parenthesized';
});
