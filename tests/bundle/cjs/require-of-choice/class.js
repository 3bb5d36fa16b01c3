module.exports = class {
  name = 'made';
};
