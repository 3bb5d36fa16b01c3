// No import and no export: `using` alone makes this file a module.
Symbol.dispose ??= Symbol.for('Symbol.dispose');
using resource = { name: 'resource', [Symbol.dispose]: () => console.log('disposed') };
console.log(resource.name);
