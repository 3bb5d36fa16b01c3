const scope = { b: { c: 'own' } };
console.log(config?.flags.debug, config.flags?.debug, config?.['flags']?.debug);
console.log(scope?.b.c, process?.env?.NODE_ENV);
