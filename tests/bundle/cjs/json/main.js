const data = require('./data.json');
const list = require('./list');
console.log(data.name, data.nested.deep[1], Object.keys(data).join(), list.length, require('./data.json') === data);
data.name = 'changed';
console.log(require('./data.json').name, require('./text.json'));
