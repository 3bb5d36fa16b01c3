console.log('debug is loaded');
export const inspect = (value) => `inspected ${value} DEAD`;
