export { default } from '..';
