module.exports = (a, b) => function (c, c) {};
