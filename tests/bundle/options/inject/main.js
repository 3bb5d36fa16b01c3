import './cjs.cjs';
const local = (later) => later;
console.log(typeof Process, Process.name, process.cwd(), LATER, local('own'), ((Process) => Process)('shadow'));
console.log({ Process }.Process === Process);
