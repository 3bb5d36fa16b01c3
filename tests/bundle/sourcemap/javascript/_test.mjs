import assert from 'node:assert/strict';
export default ({ bundle, run, files }) => {
  run();
  assert.deepEqual(files(), ['main.js', 'main.js.map']);
  const map = bundle();
  assert.equal(map.url, 'main.js.map');
  const marks = /["'`]MARK_(one|two|three|in_function|ünï|after_emoji|branch|else|helper_local|helper_second|join|common|common_inner|common_effect)["'`]/g;
  assert.ok(map.check(marks) >= 12, 'they are there to be looked at');
  assert.ok(map.json.sources.every((source) => source.startsWith('../src/')), `seen from the map: ${map.json.sources}`);
};
