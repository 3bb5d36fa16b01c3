// On Node the environment is the running program's own.
process.env.NODE_ENV = 'set at run time';
const key = 'NODE_ENV';
console.log(process.env[key]);
