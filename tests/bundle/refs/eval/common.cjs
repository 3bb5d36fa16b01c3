const __name = ' common';
module.exports = (code) => eval(code);
