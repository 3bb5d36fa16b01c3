let a = 1;
const b = 2;
let a = 3;
