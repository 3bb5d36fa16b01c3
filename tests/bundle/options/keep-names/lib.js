export default function defaultOne() {}
export function declared() {}
export class Klass {}
export const arrow = () => {}
export const make = () => class Made {}
function unusedFunction() {}
