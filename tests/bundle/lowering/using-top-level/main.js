import { log, opened } from './resource.js';
export default function hoisted() {
  return typeof Later;
}
process.on('exit', () => console.log(log.join()));
await using connection = opened;
using lock = { [Symbol.dispose]: () => log.push('unlocked') };
export { connection, lock as renamed };
export class Later {
  static made = connection === opened;
}
const { made, ...rest } = { made: Later.made, kept: 1 };
log.push(hoisted(), made, JSON.stringify(rest));
