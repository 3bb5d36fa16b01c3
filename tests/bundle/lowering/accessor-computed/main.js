const log = [];
const key = (name) => (log.push(name), name);
class Point {
  accessor [key('x')] = 1;
  static accessor [key('count')] = 2;
  [key('sum')]() {
    return this.x + Point.count;
  }
}
const make = () => class { accessor [key('y')] = 3; };
const [First, Second] = [make(), make()];
const point = new Point();
point.x += 10;
Point.count++;
console.log(point.sum(), Object.keys(point).length, new First().y + new Second().y, log.join());
