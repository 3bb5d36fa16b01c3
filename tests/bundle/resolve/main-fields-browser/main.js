import { how } from 'both';
console.log(how);
