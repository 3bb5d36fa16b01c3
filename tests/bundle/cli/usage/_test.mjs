import assert from 'node:assert/strict';
export default ({ nexxo, outdir }) => {
  const run = (...args) => {
    const { status, stdout, stderr } = nexxo(args);
    return { status, text: stdout + stderr };
  };
  assert.match(run('--version').text, /\d+\.\d+\.\d+\n$/);
  assert.equal(run('--version').status, 0);
  const help = run('--help');
  assert.equal(help.status, 0);
  assert.match(help.text, /build/);
  const build = run('build', '--help');
  for (const flag of ['--outdir', '--format', '--platform', '--global-name', '--splitting', '--minify', '--sourcemap', '--external', '--define', '--alias', '--target', '--jsx', '--jsx-import-source', '--conditions', '--main-fields', '--entry-names', '--chunk-names', '--asset-names', '--base', '--banner', '--footer', '--metafile', '--no-tree-shake', '--no-cache', '--mode', '--config', '--log-level', '--log-format', '--timings', '--empty-outdir']) {
    assert.ok(build.text.includes(flag), `${flag} is in the help`);
  }
  for (const [args, nearest] of [
    [['build', 'main.js', '--minfy'], '--minify'],
    [['build', 'main.js', '--outdri', 'x'], '--outdir'],
    [['build', 'main.js', '--format', 'esn'], 'esm'],
    [['build', 'main.js', '--platform', 'nod'], 'node'],
    [['build', 'main.js', '--sourcemap=inlin'], 'inline'],
    [['biuld', 'main.js'], 'build'],
  ]) {
    const wrong = run(...args);
    assert.equal(wrong.status, 2, `${args.join(' ')}: ${wrong.text}`);
    assert.ok(wrong.text.includes(nearest), `${nearest} in ${wrong.text}`);
  }
  const built = run('build', 'main.js', '--outdir', outdir, '--timings', '--no-cache');
  assert.equal(built.status, 0);
  assert.match(built.text, /main\.js/);
  // Compressing the output costs more than writing it: only who looks, or asks, gets to know.
  assert.doesNotMatch(built.text, /gzip/);
  const asked = run('build', 'main.js', '--outdir', outdir, '--no-cache', '--log-format', 'json');
  assert.match(asked.text, /"gzip":\d+/);
};
