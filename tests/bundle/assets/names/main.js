import url from './image.png';
console.log(url);
