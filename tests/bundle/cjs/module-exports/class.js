module.exports = class {
  x = 'class';
};
