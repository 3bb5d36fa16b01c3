import assert from 'node:assert/strict';

// The parameter leads to its name, not to the words before it.
export default ({ bundle, minified }) => {
  const map = bundle();
  const lines = map.source('main.ts').split('\n');
  const [, list] = map.text.match(/constructor\(([^)]*)\)/);
  const start = map.text.indexOf(list);
  for (const [index, name] of ['owner', 'balance'].entries()) {
    const at = start + list.split(',').slice(0, index).join(',').length + (index && list.split(',')[1].search(/\w/) + 1);
    const origin = map.origin(at);
    assert.ok(origin.start, `${name} has a mapping`);
    assert.ok(lines[origin.line - 1].slice(origin.column - 1).startsWith(name), `${name} maps to «${lines[origin.line - 1].slice(origin.column - 1)}»`);
    if (!map.text.startsWith(name, at)) assert.equal(origin.name, name);
  }
};
