import assert from 'node:assert/strict';
export default async ({ outdir, outputs }) => {
  const names = Object.keys(await import(`${outdir}/${outputs[0]}`));
  for (const name of ['if', 'plain', 'far']) assert.ok(names.includes(name), `Node finds ${name} among ${names}`);
};
