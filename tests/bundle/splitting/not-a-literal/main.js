// An import() that no bundler can follow stays as it is.
const name = ['node', 'path'].join(':');
const path = await import(name);
const same = await import(`node:path`);
const outside = await import('node:' + 'path');
console.log(typeof path.join, same.join === path.join, outside.join === path.join);
await import(['nothing', 'here'].join('-')).catch((error) => console.log(error.code));
