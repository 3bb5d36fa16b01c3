import a from 'a';
import b from 'b';
import ms from '@scope/ms';
import one from '@scope/one';
console.log(a, b, ms, one);
