// The import of an import() that stays in this chunk is wrapped, as is what is required.
const tools = require('./tools.js');
console.log(tools.big, tools.first, tools.second, tools.third, new tools.Kept().name);
