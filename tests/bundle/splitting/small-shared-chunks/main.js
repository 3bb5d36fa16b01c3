import { shared } from './shared.js';
console.log(shared('main'));
Promise.all([import('./one.js'), import('./two.js'), import('./three.js')]).then((pages) => {
  console.log(pages.map((page) => page.show()).join(' '));
  console.log(pages.map((page) => Object.keys(page).join()).join());
});
