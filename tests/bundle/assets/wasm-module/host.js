export const times = (a, b) => a * b;
export const started = () => console.log('started');
const base = 42;
export { base as 'a b' };
export const nobodyAsks = 'nobody asks for this';
