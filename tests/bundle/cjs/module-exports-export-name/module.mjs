const f = (x) => `called with ${x}`;
export { f as 'module.exports' };
export default 'not this';
