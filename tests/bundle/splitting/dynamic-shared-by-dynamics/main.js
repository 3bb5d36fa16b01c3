const pages = await Promise.all([import('./a.js'), import('./b.js')]);
console.log(pages.map((page) => page.title()).join());
console.log(pages[0].Base === pages[1].Base, new pages[1].Page() instanceof pages[0].Base);
