import { h } from '@lib/h';
const node = <b title="x">text</b>;
console.log(node);
