module.exports = { token: {} };
