export { exact as a } from '#exact';
