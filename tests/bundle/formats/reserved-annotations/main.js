const word = 1;
export { word as if, word as plain };
export default 2;
export * from 'outside';
