import './main.css';
import large from './large.txt?raw';
import image from './image.png';
console.log(large, image);
