import './part.js';
const value = String('module');
const fail = (error) => {
  throw error;
};
try {
  fail({});
} catch ({ code = value, other = code }) {
  const value = 'block';
  console.log(code, other, value);
}
function inFunction(first) {
  const second = String('second');
  try {
    fail({});
  } catch ({ a = first, b = [second, a], ...rest }) {
    const inner = [a, b, rest];
    return inner;
  }
}
console.log(JSON.stringify(inFunction('first')));
