import assert from 'node:assert/strict';
// Every identifier of the output that has a mapping of its own leads to an identifier of the source; renamed ones say their name.
export default ({ bundle }) => {
  const map = bundle();
  const code = map.text.slice(0, map.text.lastIndexOf('\n//#'));
  const originals = new Map();
  for (const { 0: word, index } of code.matchAll(/(?<![.\w$"'`])[A-Za-z_$][\w$]*/g)) {
    const origin = map.origin(index);
    if (!origin?.start || /^(function|const|let|var|return|throw|new|if|export|import|default|typeof|void)$/.test(word)) continue;
    const line = map.source(origin.source.split('/').at(-1)).split('\n')[origin.line - 1];
    const original = line.slice(origin.column - 1).match(/^[\w$]+/)?.[0];
    assert.ok(original, `${word} maps to ${origin.line}:${origin.column} «${line.slice(origin.column - 1)}»`);
    if (origin.name) assert.equal(origin.name, original, `name of ${word}`);
    if (!originals.has(original)) originals.set(original, new Set());
    originals.get(original).add(word);
  }
  for (const name of ['longExportedName', 'parameterName', 'callbackParameter']) {
    assert.ok(originals.has(name), `${name} is mapped: ${[...originals.keys()]}`);
    assert.equal(originals.get(name).size, 1, `${name} is one name: ${[...originals.get(name)]}`);
  }
};
