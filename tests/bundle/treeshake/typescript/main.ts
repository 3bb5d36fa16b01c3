import { Used, Helper } from './lib';
console.log(Used.A, new Helper().value);
