// A project that a seed says: style sheets that import each other under media, layers and conditions, in circles and
// twice; pages that link them; scripts that import them, at once and later; CSS Modules; images. Each declaration has a
// value of its own, so a computed style tells which one holds.

import { generator } from '../support/random-project.mjs';

/** What of an element is compared. */
export const PROPERTIES = ['color', 'background-color', 'order', 'z-index', 'flex-grow', '--a', '--b', 'letter-spacing', 'background-image'];

const MEDIA = ['screen', 'print', '(min-width: 600px)', '(max-width: 599px)', 'screen and (min-width: 600px)', 'not print', 'print, (min-width: 600px)', 'all'];
const SUPPORTS = ['(display: grid)', '(display: nonsense)', 'not (display: nonsense)', 'display: block', '(display: grid) and (not (color: 1))'];
const LAYERS = ['x', 'y', 'z', 'x.y', 'y.x'];
const FOLDERS = ['', 'one/', 'two/', 'two/deep/'];

export function styleProject(seed, outside) {
  const next = generator(Math.imul(seed, 0x85ebca6b));
  const below = (n) => Math.floor(next() * n);
  const chance = (percent) => next() * 100 < percent;
  const pick = (list) => list[below(list.length)];
  const traits = {
    layers: chance(60),
    media: chance(60),
    supports: chance(40),
    important: chance(30),
    cycles: chance(30),
    outside: chance(20),
    modules: chance(50),
    images: chance(50),
    nesting: chance(30),
    pages: chance(30) ? 2 : 1,
    html: chance(50),
  };
  const files = {};
  let counter = 0;
  const number = () => ++counter;

  const classes = 6;
  const selector = () => {
    const one = () => `.c${below(classes)}`;
    const kind = below(12);
    if (kind === 0) return 'div';
    if (kind === 1) return `${one()}${one()}`;
    if (kind === 2) return `body ${one()}`;
    if (kind === 3) return `${one()}, ${one()}`;
    if (kind === 4) return `:is(${one()}, #none)`;
    if (kind === 5) return `#p${below(8)}`;
    return one();
  };
  const declaration = (dir) => {
    const n = number();
    const important = traits.important && chance(15) ? ' !important' : '';
    const color = `rgb(${n >> 16 & 255}, ${n >> 8 & 255}, ${n & 255})`;
    const kinds = [`color: ${color}`, `background-color: ${color}`, `order: ${n}`, `z-index: ${n}`, `flex-grow: ${n}`, `--a: ${n}`, `--b: a${n}`];
    if (traits.images && chance(15)) return `background-image: url(${image(dir)})${important};`;
    return `${pick(kinds)}${important};`;
  };
  const images = [];
  const image = (dir) => {
    if (images.length < 4 || chance(30)) {
      const file = `${pick(FOLDERS)}i${images.length}.svg`;
      const filler = chance(30) ? `<!--${'x'.repeat(5000)}-->` : '';
      files[file] = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>"#${images.length}" % &lt; 'é'</title>${filler}<g id="g"/></svg>`;
      images.push(file);
    }
    const spelled = relative(dir, pick(images));
    const suffix = chance(20) ? '#g' : '';
    return chance(50) ? `"${spelled}${suffix}"` : `${spelled}${suffix}`;
  };
  const rule = (dir, depth = 0) => {
    const body = () => Array.from({ length: 1 + below(3) }, () => declaration(dir)).join(' ');
    const kind = below(14);
    if (kind === 0 && traits.media && depth < 2) return `@media ${pick(MEDIA)} { ${rule(dir, depth + 1)} }`;
    if (kind === 1 && traits.supports && depth < 2) return `@supports ${pick(SUPPORTS.filter((it) => it !== 'display: block'))} { ${rule(dir, depth + 1)} }`;
    if (kind <= 3 && traits.layers && depth < 2) return `@layer ${chance(15) ? '' : pick(LAYERS)} { ${rule(dir, depth + 1)} ${rule(dir, depth + 1)} }`;
    if (kind === 4 && traits.nesting) return `${selector()} { ${body()} &.c${below(classes)} { ${body()} } }`;
    if (kind === 5 && traits.nesting && traits.media) return `${selector()} { ${body()} @media ${pick(MEDIA)} { ${body()} } }`;
    if (kind === 6) {
      const name = `k${below(3)}`;
      return `@keyframes ${name} { from, to { letter-spacing: ${number()}px } } .c${below(classes)} { animation: ${name} 1000s -500s paused; }`;
    }
    if (kind === 7 && traits.layers && depth === 0) return `@layer ${pick(LAYERS)}, ${pick(LAYERS)};`;
    return `${selector()} { ${body()} }`;
  };

  // Plain sheets.
  const sheets = Array.from({ length: 4 + below(chance(20) ? 24 : 8) }, (_, i) => ({ file: `${pick(FOLDERS)}s${i}.css` }));
  for (const [i, { file }] of sheets.entries()) {
    const dir = folder(file);
    const lines = [];
    if (traits.layers && chance(25)) lines.push(`@layer ${pick(LAYERS)}, ${pick(LAYERS)};`);
    for (let n = chance(40) ? 0 : 1 + below(3); n > 0; n--) {
      const any = traits.cycles && chance(40);
      const to = any ? below(sheets.length) : i + 1 + below(sheets.length - i - 1);
      if (to >= sheets.length) continue;
      const is = traits.outside && chance(30);
      const url = is ? `${outside}e${below(3)}.css` : relative(dir, sheets[to].file);
      const conditions = [
        traits.layers && chance(25) ? (chance(15) ? 'layer' : `layer(${pick(LAYERS)})`) : '',
        traits.supports && chance(20) ? `supports(${pick(SUPPORTS)})` : '',
        traits.media && chance(25) ? pick(MEDIA) : '',
      ];
      lines.push(['@import', pick([`"${url}"`, `'${url}'`, `url(${url})`, `url("${url}")`]), ...conditions].filter(Boolean).join(' ') + ';');
    }
    for (let n = below(4); n >= 0; n--) lines.push(rule(dir));
    files[file] = lines.join('\n') + '\n';
  }

  // CSS Modules: what they export is told to the native side, which has none.
  const modules = traits.modules ? Array.from({ length: 1 + below(4) }, (_, i) => ({ file: `${pick(FOLDERS)}m${i}.module.css`, names: {} })) : [];
  const scoped = {};
  for (const [i, module] of modules.entries()) {
    const dir = folder(module.file);
    const lines = [];
    const deps = new Set();
    for (let n = 0; n < 3; n++) {
      const name = `n${n}`;
      const body = [];
      const value = [`n${n}__${i}`];
      if (n > 0 && chance(30)) {
        const other = `n${below(n)}`;
        body.push(`composes: ${other};`);
        value.push(...module.names[other]);
      }
      if (i > 0 && chance(30)) {
        const other = modules[below(i)];
        const theirs = `n${below(3)}`;
        body.push(`composes: ${theirs} from '${relative(dir, other.file)}';`);
        value.push(...other.names[theirs]);
        deps.add(relative(dir, other.file));
      }
      if (chance(20)) {
        const global = `c${below(classes)}`;
        body.push(`composes: ${global} from global;`);
        value.push(global);
      }
      for (let k = below(3); k >= 0; k--) body.push(declaration(dir));
      module.names[name] = value;
      lines.push(`.${name} { ${body.join(' ')} }`);
    }
    if (chance(40)) lines.push(`.n0 :global(.c${below(classes)}) { ${declaration(dir)} }`);
    if (traits.media && chance(40)) lines.push(`@media ${pick(MEDIA)} { .n1 { ${declaration(dir)} } }`);
    files[module.file] = lines.join('\n') + '\n';
    scoped[module.file] = {
      deps: [...deps],
      names: module.names,
      text: files[module.file].replace(/composes:[^;]*; ?/g, '').replace(/\.(n\d)\b/g, `.$1__${i}`).replace(/:global\(([^)]*)\)/g, '$1'),
    };
  }

  // Scripts: `main` of each page, shared ones, and those that are loaded later.
  const scripts = [];
  for (let i = 0; i < traits.pages; i++) scripts.push({ file: `main${i}.js`, isLate: false });
  for (let n = 1 + below(6); n > 0; n--) scripts.push({ file: `${pick(FOLDERS)}j${n}.js`, isLate: false });
  const late = Array.from({ length: below(4) }, (_, i) => ({ file: `${pick(FOLDERS)}late${i}.js`, isLate: true }));
  const direct = chance(30) ? [pick(sheets).file] : [];
  for (const script of [...scripts, ...late]) {
    const dir = folder(script.file);
    const head = [];
    const body = [];
    const at = scripts.indexOf(script);
    for (let n = (at >= 0 && at < traits.pages ? 1 : 0) + below(4); n > 0; n--) {
      const kind = below(10);
      if (kind < 5) {
        head.push(`import '${relative(dir, pick(sheets).file)}';`);
      } else if (kind < 7 && modules.length) {
        const it = below(modules.length);
        if (head.some((line) => line.startsWith(`import m${it} `))) continue;
        head.push(`import m${it} from '${relative(dir, modules[it].file)}';`);
        body.push(`probe(${below(8)}, m${it}.n${below(3)});`);
      } else {
        const first = at < 0 ? traits.pages : Math.max(at + 1, traits.pages);
        const to = scripts[first + below(scripts.length - first)];
        if (to) head.push(`import '${relative(dir, to.file)}';`);
      }
    }
    for (const other of late) {
      if (script !== other && chance(script.isLate ? 20 : 40)) body.push(`later(() => import('${relative(dir, other.file)}'));`);
    }
    for (const sheet of direct) if (chance(40)) body.push(`later(() => import('${relative(dir, sheet)}'));`);
    if (body.length === 0) body.push(`later();`);
    files[script.file] = [...head, ...body].join('\n') + '\n';
  }

  const pages = [];
  for (let i = 0; i < traits.pages; i++) {
    const links = [];
    if (traits.html) {
      for (let n = below(4); n > 0; n--) {
        const media = traits.media && chance(30) ? ` media="${pick(MEDIA)}"` : '';
        links.push(`<link rel="stylesheet" href="./${pick(sheets).file}"${media}>`);
      }
      if (chance(20)) links.splice(below(links.length + 1), 0, `<style>.c${below(classes)} { ${declaration('')} }</style>`);
    }
    links.splice(below(links.length + 1), 0, `<script type="module" src="./main${i}.js"></script>`);
    const probes = Array.from({ length: 8 }, (_, n) => {
      const names = Array.from({ length: 1 + below(3) }, () => `c${below(classes)}`).join(' ');
      return `<div id="p${n}" class="${names}">${chance(50) ? `<div id="q${n}" class="c${below(classes)}"></div>` : ''}</div>`;
    });
    const page = `${i === 0 ? 'index' : `page${i}`}.html`;
    pages.push(page);
    files[page] = `<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<script>${HEAD}</script>\n${links.join('\n')}\n</head>\n<body>\n${probes.join('\n')}\n</body>\n</html>\n`;
  }
  // In which order what comes later is loaded.
  const order = Array.from({ length: 4 }, () => next());
  return { files, pages, scoped, traits, order };
}

/** Known before anything else runs: what scripts of the project call. */
const HEAD = `
  var loads = [];
  var waiting = [];
  function later(load) { if (load) loads.push(load); }
  function probe(n, names) { document.getElementById('p' + n).classList.add(...names.split(' ')); }
`;

const folder = (file) => file.slice(0, file.lastIndexOf('/') + 1);

function relative(dir, file) {
  const from = dir.split('/').filter(Boolean);
  const to = file.split('/');
  while (from.length && to.length > 1 && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  return (from.length ? '../'.repeat(from.length) : './') + to.join('/');
}
