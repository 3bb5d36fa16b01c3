import x from 'not-installed';
import y from 'has-exports/private';
import z from '#nothing';
export { x, y, z };
