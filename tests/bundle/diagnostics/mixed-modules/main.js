export const a = 'a';
module.exports = a;
