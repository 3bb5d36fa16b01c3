export function lazyFunction() {}
export class Lazy {}
export default class {}
