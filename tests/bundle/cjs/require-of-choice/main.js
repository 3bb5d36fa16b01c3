const pick = (n) => require(n === 0 ? './zero' : n === 1 ? './one.js' : `./many`);
console.log(pick(0), pick(1), pick(2));
const One = new (require(pick ? './class' : './zero'))();
console.log(One.name);
// What is not known stays for the run time.
try {
  require(pick ? './zero' : pick.name);
} catch (error) {
  console.log('not bundled');
}
