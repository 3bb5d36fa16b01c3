import assert from 'node:assert/strict';
export default ({ read, find }) => {
  const css = read(find(/\.css$/)).replace(/_(\w+?)_[\w-]{6}(?=[^\w-])/g, 'L$1').replace(/\s+/g, ' ').replace(/ ?([>,{}]) ?/g, '$1');
  for (const selector of [
    '.one .Lown1{',
    '.two .three{',
    '.Lown2 .four>.five:hover,.Lown3{',
    '.Lown4 .six .Lown5{',
    '.seven>.Lown6 .eight{',
    '.Lown7 .Lown8{',
    '.nine{',
  ]) {
    assert.ok(css.includes(selector), `${selector} is in ${css}`);
  }
  assert.ok(/content: ?["']:global \.x["']/.test(css), css);
};
