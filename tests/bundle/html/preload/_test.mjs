import assert from 'node:assert/strict';

// A page in which style sheets take their time.
const links = [];
globalThis.log = [];
globalThis.document = {
  baseURI: 'file:///',
  querySelectorAll: () => links,
  createElement: () => ({}),
  head: {
    append(link) {
      links.push(link);
      const name = link.href.replace(/.*\/(\w+)-[\w-]+/, '$1');
      log.push(`${link.rel} ${name}`);
      if (link.rel === 'stylesheet') {
        setTimeout(() => {
          log.push(`${name} is there`);
          link.onload();
        }, 20);
      }
    },
  },
};

export default async ({ load, find, js }) => {
  await load(find(/index-.*\.js$/));
  const [lazy, other] = await globalThis.ready;
  assert.equal(lazy, other);
  const at = (line) => {
    const found = log.filter((it) => it === line);
    assert.equal(found.length, 1, `${line} in ${log}`);
    return log.indexOf(line);
  };
  // All is asked for at once, each thing once.
  for (const asked of ['modulepreload lazy.js', 'modulepreload chunk.js', 'stylesheet lazy.css', 'stylesheet both.css']) {
    assert.ok(at(asked) < Math.min(at('lazy.css is there'), at('both.css is there')));
  }
  assert.ok(at('both runs') > at('both.css is there'));
  assert.ok(at('lazy runs') > at('lazy.css is there'));
  assert.doesNotMatch(js(), /await Promise/);
};
