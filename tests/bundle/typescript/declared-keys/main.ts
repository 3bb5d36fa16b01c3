let count = 0;
const key = () => ++count;
class Declared {
  [key()];
  declare [key()];
  [key()] = 'kept';
}
console.log(count, JSON.stringify(new Declared()));
