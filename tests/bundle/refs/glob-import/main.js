const load = (name) => import(`./lang/${name}.js`);
console.log((await load('de')).default, (await load('sub/fr')).default);
console.log((await import('./lang/' + ['d', 'e'].join('') + '.js')).default);
for (const name of ['xx', '../main']) {
  await load(name).catch((error) => console.log(error.code, error.message));
}
// Neither a path that may be anything, nor one that is to be left alone, is followed.
const any = ['./nothing', 'js'].join('.');
await import(any).catch((error) => console.log(error.code));
await import(/* @vite-ignore */ `./lang/${'no'}.js`).catch((error) => console.log(error.code));
const { query } = await import(`./pages/[${'id'}].js`);
console.log(query);
