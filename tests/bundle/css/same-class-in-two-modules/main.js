import a from './a/button.module.css';
import b from './b/button.module.css';
console.log(a.root !== b.root, a.root.length > 0, /^[\w-]+$/.test(a.root));
