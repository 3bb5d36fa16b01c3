export const caught = [];
try {
  throw 'outer of part';
} catch (e) {
  try {
    throw 'inner of part';
  } catch (e) {
    var e = 'set';
    caught.push(e);
  }
  caught.push(e);
}
caught.push(e);
