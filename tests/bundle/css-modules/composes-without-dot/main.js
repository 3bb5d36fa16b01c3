import { a } from './a.module.css';
console.log(a.replace(/_([\w-]+?)_[\w-]{6}(?= |$)/g, '$1'));
