import { odd } from './odd.js';
for (const [name, text] of Object.entries(odd)) {
  console.log(name, text.length, [...text].map((c) => c.codePointAt(0).toString(16)).join(' '));
}
