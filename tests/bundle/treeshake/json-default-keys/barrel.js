export { default as lone } from './lone.json';
