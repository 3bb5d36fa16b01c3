import text from './in/a.css?inline';
import url from './in/a.css?url';
import raw from './in/a.css?raw';
console.log(text.includes('.b') && text.includes('.a') && !text.includes('@import'));
console.log(/^(file:.*\/)?(.\/)?a-[\w-]+\.css$/.test(url.replace(/.*\/(?=a-)/, '')));
console.log(JSON.stringify(raw));
