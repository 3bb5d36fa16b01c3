module.exports = class { constructor(name) { this.name = name; } };
