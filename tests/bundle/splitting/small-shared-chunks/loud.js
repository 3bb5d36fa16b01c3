console.log('loud runs'); export const loud = (name) => `loud ${name}`;
