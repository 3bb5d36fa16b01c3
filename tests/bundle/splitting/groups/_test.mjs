import assert from 'node:assert';

export default ({ files, find, read }) => {
  const scripts = files().map((file) => file.replace(/-[\w-]{8}\.js$/, ''));
  for (const name of ['ui', 'vendor', 'shared', 'picked']) assert(scripts.includes(name), `${name} of ${scripts}`);
  assert(!scripts.includes('never'));
  // What a group takes brings its imports, unless a group of higher priority has them.
  const ui = read(find(/^ui-/));
  assert.match(ui, /base runs/);
  assert.doesNotMatch(ui, /plain runs/);
  // One entry alone is not two.
  assert.doesNotMatch(read(find(/^shared-/)), /own runs/);
};
