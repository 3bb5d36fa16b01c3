import { shared } from './shared.js';
console.log('main', shared);
const page = load('page');
function load(name) {
  return name === 'page' ? import('./page.js') : import('./other.js');
}
page.then(async (ns) => {
  console.log(ns.default, ns.named, Object.keys(ns).join());
  ns.bump();
  console.log(ns.count);
  console.log((await import('./page.js')) === ns);
  const { default: other, ...rest } = await load('other');
  console.log(other(), Object.keys(rest).join());
});
