import { Used } from './components.jsx';
console.log(Used().type);
