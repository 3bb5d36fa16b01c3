import a from './a.module.css';
const strip = (names) => names.replace(/_([\w-]+?)_[\w-]{6}(?= |$)/g, '$1');
for (const name of Object.keys(a).sort()) console.log(name, '=', strip(a[name]));
