interface Page { title: string; default: string }
const lazy = import.meta.glob<Page>('./pages/**/*.ts');
console.log(Object.keys(lazy).join());
console.log((await lazy['./pages/a.ts']()).title);
const eager = import.meta.glob<Page>(['./pages/*.ts', '!**/b.ts'], { eager: true });
console.log(Object.entries(eager).map(([path, page]) => `${path} ${page.title} ${page.default}`).join());
const titles = import.meta.glob('./pages/*.ts', { eager: true, import: 'title' });
console.log(JSON.stringify(titles));
const one = import.meta.glob('./pages/*.ts', { import: 'default' });
console.log(await one['./pages/b.ts']());
console.log(JSON.stringify(import.meta.glob('./notes/*.md', { query: '?raw', import: 'default', eager: true })));
console.log(Object.keys(import.meta.glob('/src/pages/*.ts')).join());
console.log(Object.keys(import.meta.glob(['./pages/*.ts', '../other/*.ts'])).join());
console.log(Object.keys(import.meta.glob('./*.ts', { base: './pages' })).join());
console.log(Object.keys(import.meta.glob('@/pages/a.*')).join());
console.log(Object.keys(import.meta.glob('./*.ts')).join() === '', Object.keys(import.meta.glob('./none/*')).length);
console.log(Object.keys(import.meta.glob('./pages/*/*')).join(), Object.keys(import.meta.glob('./pages/{a,b}.ts')).join());
console.log(Object.keys(import.meta.glob('./pages/.*', { exhaustive: true })).join());
