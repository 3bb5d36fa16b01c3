import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
export default ({ run, outdir, files }) => {
  const { big, small, same, font, raw, inline, sub, required } = JSON.parse(run());
  // Relative to the output, or already what it is relative to.
  const file = (url) => readFileSync(new URL(url, pathToFileURL(`${outdir}/`)));
  assert.match(big, /(^\.|^file:.*)\/big-[\w-]{6,}\.png$/);
  assert.equal(file(big).length, 5000);
  assert.equal(same, true);
  assert.equal(required, big);
  assert.match(small, /^data:image\/svg\+xml[;,]/, 'small files are data URLs');
  assert.match(decodeURIComponent(small), /viewBox|dmlld0JveD/);
  assert.match(font, /x-[\w-]+\.woff2$/);
  assert.equal(file(font)[0], 4);
  assert.equal(raw, 'some text\n');
  assert.match(inline, /^data:image\/png;base64,/);
  assert.equal(sub[0], big);
  assert.notEqual(sub[1], big, 'the same name with other bytes');
  assert.equal(file(sub[1])[0], 2);
  assert.equal(files().filter((name) => name.endsWith('.png')).length, 2, 'each file once');
};
