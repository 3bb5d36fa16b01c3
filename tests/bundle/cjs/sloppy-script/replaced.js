eval('module.exports = { answer: 2 }');
