const names = ['path', 'url'];
console.log(names.map((name) => typeof module.require(name)).join());
console.log(module.require('./local.js').here, module['require'](`${names[0]}`).sep);
