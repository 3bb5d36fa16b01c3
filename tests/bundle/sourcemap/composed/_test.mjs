import assert from 'node:assert/strict';
export default ({ bundle }) => {
  const map = bundle();
  const from = (name) => map.json.sources.find((source) => source.endsWith(name));
  assert.deepEqual(
    map.json.sources.map((source) => source.replace('../src/', '')).sort(),
    ['main.js', 'node_modules/lib/src/greet.ts', 'node_modules/mapless/index.mjs', 'own/broken.js', 'own/missing.js', 'own/src/area.ts', 'own/texts/first.txt', 'own/texts/second.txt'],
  );
  // Each string leads to where somebody wrote it, though one module in between was minified.
  assert.ok(map.check(/["'`]MARK_(shout|first|second|broken|missing|mapless)["'`]/g) >= 6);
  // An identifier that the package's own build renamed has its first name.
  const at = map.text.indexOf('toUpperCase');
  const origin = map.origin(map.text.lastIndexOf('return', at) + 'return '.length);
  assert.deepEqual([origin.source, origin.name], [from('greet.ts'), 'sentence']);
  // Debuggers pass over packages.
  assert.deepEqual(map.json.x_google_ignoreList.map((i) => map.json.sources[i].split('node_modules/')[1]).sort(), ['lib/src/greet.ts', 'mapless/index.mjs']);
};
