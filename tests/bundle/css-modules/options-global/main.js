import g from './vendor/g.module.css';
import l from './l.module.css';
const strip = (names) => names.replace(/_([\w-]+?)_[\w-]{6}(?= |$)/g, 'own:$1');
for (const names of [g, l]) for (const name of Object.keys(names).sort()) console.log(name, '=', strip(names[name]));
