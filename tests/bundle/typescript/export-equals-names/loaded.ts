import value = require('./value');
var require = 7, module: number;
({ module = 8 } = {} as { module?: number });
export = { require, module, value };
