// A project that a seed says: ES modules with cycles, stars, live bindings, `import()` and top-level await, some
// CommonJS, several entries. Every module logs what it does and what it sees.

// Numbers that depend on the seed alone.
export const generator = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

export function randomProject(seed) {
  const next = generator(Math.imul(seed, 0x9e3779b1));
  const below = (n) => Math.floor(next() * n);
  const chance = (percent) => next() * 100 < percent;
  const count = 2 + below(chance(20) ? 18 : 8);
  const traits = { awaits: chance(25), cycles: chance(40), throws: chance(8) };
  // Where modules of a cycle wait, who waits for whom depends on who began; how far the others are when one fails, on
  // how many turns each takes.
  if (traits.awaits) traits.cycles = traits.throws = false;
  const modules = [];
  const entries = 1 + (chance(60) ? below(3) : 0);
  for (let i = 0; i < count; i++) {
    const isEntry = i < entries;
    const kind = !isEntry && chance(10) ? 'cjs' : !isEntry && chance(4) ? 'json' : 'esm';
    modules.push({ name: `m${i}`, file: `m${i}.${{ cjs: 'cjs', json: 'json', esm: 'js' }[kind]}`, kind, isEntry });
  }
  // What a module may import: later ones, any in a project with cycles.
  const target = (i, only = () => true) => {
    for (let tries = 0; tries < 8; tries++) {
      const to = traits.cycles && chance(25) ? below(count) : i + 1 + below(count - i - 1);
      if (to < count && to !== i && only(modules[to])) return to;
    }
  };
  const files = {};
  for (let i = 0; i < count; i++) {
    const { kind, file, name, isEntry } = modules[i];
    if (kind === 'json') {
      files[file] = JSON.stringify({ v: `${name} json`, [`k${i}`]: i });
      continue;
    }
    const quiet = !isEntry && chance(25);
    const [head, body] = [[], []];
    const log = (text) => body.push(`log(${text});`);
    if (kind === 'cjs') {
      log(`'${name} runs'`);
      for (let n = below(3); n > 0; n--) {
        const to = target(i, (it) => it.kind !== 'esm');
        if (to === undefined) continue;
        const call = `require('./${modules[to].file}')`;
        if (chance(60)) log(`'${name} sees', read(() => ${call}.v)`);
        else body.push(`exports.f${i} = () => ${call}.v;`);
      }
      body.push(`exports.v = '${name} value';`, `exports.x${i} = ${i};`);
      files[file] = body.join('\n') + '\n';
      continue;
    }
    const own = new Set();
    const add = (exported, text) => {
      if (!own.has(exported)) head.push(text);
      own.add(exported);
    };
    // Declarations come after the reads of imports, so that cycles see them unset.
    const declarations = [`export const c${i} = /* @__PURE__ */ word('${name} const');`, `export var v${i} = '${name} var';`];
    declarations.push(`export function set${i}(to) { v${i} = to; }`);
    declarations.push(`export function get${i}() { return [read(() => v${i}), read(() => c${i})].join(); }`);
    if (chance(20)) declarations.push(`export class K${i} { static s = '${name} static'; who() { return K${i}.s; } }`);
    if (chance(25)) declarations.push(`export default '${name} default';`);
    for (const it of [`c${i}`, `v${i}`, `set${i}`, `get${i}`]) own.add(it);
    if (!quiet) log(`'${name} starts'`);
    for (let n = 1 + below(4); n > 0; n--) {
      const to = target(i);
      if (to === undefined) continue;
      const other = modules[to];
      const from = `'./${other.file}'${other.kind === 'json' ? " with { type: 'json' }" : ''}`;
      const t = `${i}_${n}`;
      if (other.kind === 'json') {
        head.push(`import j${t} from ${from};`);
        if (!quiet) log(`'${name} sees', j${t}.v, j${t}.k${to}`);
      } else if (other.kind === 'cjs') {
        switch (below(4)) {
          case 0:
            head.push(`import ${from};`);
            break;
          case 1:
            head.push(`import d${t} from ${from};`);
            if (!quiet) log(`'${name} sees', read(() => d${t}.v)`);
            break;
          case 2:
            head.push(`import { v as d${t} } from ${from};`);
            declarations.push(`export const late${t} = () => read(() => d${t});`);
            if (!quiet) log(`'${name} sees', read(() => d${t})`);
            break;
          default:
            add(`re${to}`, `export { x${to} as re${to} } from ${from};`);
        }
      } else {
        switch (below(9)) {
          case 0:
            head.push(`import ${from};`);
            break;
          case 1:
            head.push(`import * as n${t} from ${from};`);
            if (!quiet) log(`'${name} sees', read(() => n${t}.v${to}), keys(n${t})`);
            break;
          case 2:
            head.push(`export * from ${from};`);
            break;
          case 3:
            add(`ns${to}`, `export * as ns${to} from ${from};`);
            break;
          case 4:
            add(`v${to}`, `export { v${to} } from ${from};`);
            break;
          case 5:
            head.push(`import { set${to} as s${t}, get${to} as g${t} } from ${from};`);
            // Who is set when shows the order, in which modules that wait for each other may differ.
            if (!traits.awaits && !quiet) body.push(`call(() => s${t}('set by ${name}'));`);
            if (!quiet) log(`'${name} gets', call(g${t})`);
            declarations.push(`export const late${t} = () => call(g${t});`);
            break;
          default:
            head.push(`import { c${to} as c${t}, v${to} as v${t} } from ${from};`);
            if (!quiet) log(`'${name} sees', read(() => c${t}), read(() => v${t})`);
            else declarations.push(`export const both${t} = () => [read(() => c${t}), read(() => v${t})];`);
        }
      }
    }
    if (chance(30)) {
      const to = target(i, (it) => it.kind !== 'json');
      if (to !== undefined) body.push(`after('${name} loads m${to}', () => import('./${modules[to].file}'));`);
    }
    if (traits.awaits && chance(25)) {
      const to = chance(40) && target(i, (it) => it.kind === 'esm');
      if (to > i) body.push(`log('${name} got', keys(await import('./${modules[to].file}')));`);
      else body.push('await 0;');
    }
    if (traits.throws && !isEntry && chance(15)) body.push(`throw new Error('${name} fails');`);
    const at = below(body.length + 1);
    const text = [...head, ...body.slice(0, at), ...declarations, ...body.slice(at)];
    if (!quiet) text.push(`log('${name} ends', v${i});`);
    files[file] = text.join('\n') + '\n';
  }
  files['package.json'] = '{ "type": "module" }\n';
  return { files, entries: modules.slice(0, entries).map((it) => it.file), traits };
}
