using resource = { [Symbol.dispose]: () => console.log('first done') };
export const opened = resource;
console.log('first');
