const h = (...args: unknown[]) => ['h', ...args];
console.log(JSON.stringify(<svg:use xlink:href="#a" data-b />));
