// Holds a source map against the text it is for, token by token, with readers that are not Nexxo's: acorn for the tokens
// of the output, @jridgewell/trace-mapping for the map.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { TraceMap, eachMapping, originalPositionFor } from '@jridgewell/trace-mapping';
import { tokenizer } from 'acorn';

/** Words that a statement begins with: code that stands for the whole of one maps there; what wraps a file, to its start. */
const keywords = /^(import|export|default|function|async|class|const|let|var|return|throw|if|for|while|new|switch|try)$/;
const words = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/u;

/** Looks at every identifier and literal of an output; throws at a wrong one. Gives what it counted. With `trustNames` a name that is
 * not in the source is taken for one that an earlier compiler made up. */
export function checkTokens(file, { sourceType = 'module', trustNames = false } = {}) {
  const text = readFileSync(file, 'utf8');
  const json = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  const map = new TraceMap(json);
  const lines = json.sourcesContent.map((content) => content?.split(/\r\n|[\n\r\u2028\u2029]/));
  const generated = text.split('\n');

  // Every mapping leads to a place that exists, in both texts, and they are in order.
  let last = [0, -1];
  eachMapping(map, (mapping) => {
    assert.ok(mapping.generatedLine > last[0] || mapping.generatedColumn >= last[1], 'mappings are in order');
    last = [mapping.generatedLine, mapping.generatedColumn];
    assert.ok(mapping.generatedColumn <= generated[mapping.generatedLine - 1].length, `a mapping past the end of line ${mapping.generatedLine}`);
    if (mapping.source === null) return;
    const source = lines[json.sources.indexOf(mapping.source)];
    if (!source) return; // a package that brings its map without the texts
    const line = source[mapping.originalLine - 1];
    assert.ok(line !== undefined && mapping.originalColumn <= line.length, `${mapping.source}:${mapping.originalLine}:${mapping.originalColumn} does not exist`);
  });

  const counted = { identifiers: 0, mapped: 0, same: 0, renamed: 0, statement: 0, unnamed: 0, literals: 0 };
  const wrong = [];
  let before = '';
  let inTemplate = false;
  for (const token of tokenizer(text, { ecmaVersion: 'latest', sourceType, locations: true, allowHashBang: true })) {
    const dot = before === '.' || before === '?.';
    before = token.type.label;
    if (token.type.label === '`') inTemplate = !inTemplate;
    const isName = token.type.label === 'name';
    const isLiteral = ['string', 'num', 'bigint', 'regexp'].includes(token.type.label) || (token.type.label === '`' && inTemplate);
    if (!isName && !isLiteral) continue;
    if (isName) counted.identifiers++;
    const { line, column } = token.loc.start;
    const origin = originalPositionFor(map, { line, column });
    const source = lines[json.sources.indexOf(origin.source)];
    if (!source || !starts(map, line, column)) continue;
    const rest = source[origin.line - 1].slice(origin.column);
    if (isLiteral) {
      counted.literals++;
      const after = [rest, ...source.slice(origin.line, origin.line + 100)].join('\n');
      // A map that a package came with may know a place less exactly than its literals.
      if (!trustNames && !fits(text.slice(token.start), after)) wrong.push(`${text.slice(token.start, token.end + 20)} at ${line}:${column} maps to «${rest.slice(0, 30)}» (${origin.source}:${origin.line}:${origin.column})`);
      continue;
    }
    counted.mapped++;
    const original = rest.match(words)?.[0];
    if (original === token.value || quoted(rest) === token.value) {
      counted.same++;
    } else if (keywords.test(original) || (origin.line === 1 && origin.column === 0)) {
      counted.statement++;
    } else if (dot) {
      wrong.push(`.${token.value} at ${line}:${column} maps to «${rest.slice(0, 30)}» (${origin.source}:${origin.line}:${origin.column})`);
    } else if (origin.name !== null) {
      if (original === origin.name || quoted(rest) === unquoted(origin.name) || trustNames) counted.renamed++;
      else wrong.push(`${token.value}, named ${origin.name}, maps to «${rest.slice(0, 30)}» (${origin.source}:${origin.line}:${origin.column})`);
    } else {
      counted.unnamed++;
    }
  }
  assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${counted.mapped} tokens are mapped wrongly: ${JSON.stringify(counted)}`);
  return counted;
}

/** What an expression begins with that is more than a literal: an operator, or a literal of which something is asked. */
const computed = /^(?:[-+~!([]|(["'`])(?:\\.|(?!\1).)*\1\s*[.[]|\/(?:\\.|[^/])+\/\w*\.)/;
const number = /^(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)n?/;
const string = /^(["'`])(?:\\[^]|(?!\1|\$\{)[^\\])*/;

/** Whether the literal that `text` begins with may come from what `source` begins with: the same one, a word (a constant, a
 * key, the name of an enum's member), text in JSX, or a longer expression that was computed. */
function fits(text, source) {
  if (words.test(source)) return true;
  if (text[0] === '/') return source.startsWith(text.match(/^\/(?:\\.|\[(?:\\.|[^\]])*\]|[^/])*\//)[0]);
  if (number.test(text)) {
    const value = (literal) => evaluate(literal.match(number)[0].replaceAll('_', ''));
    if (!number.test(source)) return computed.test(source) || quoted(source) === String(value(text));
    return value(text) === value(source) || /^[\w.]+\)*\s*[-+*/%&|^<>]/.test(source);
  }
  if (!string.test(source)) return computed.test(source) || source.trimStart().startsWith(start(text).trim().slice(0, 3));
  return start(text).startsWith(start(source)) || start(source).startsWith(start(text));
}

/** The value of the string or template that a text begins with, up to its first expression. */
const start = (text) => {
  const literal = text.match(string)[0];
  return evaluate(literal.replaceAll('\n', literal[0] === '`' ? '\\n' : '\n') + literal[0]);
};

const evaluate = (code) => new Function(`return ${code}`)();

/** The value of the string that a text begins with. */
const quoted = (text) => {
  const literal = text.match(/^(["'])(?:\\.|.)*?\1/)?.[0];
  return literal && evaluate(literal);
};

/** A name without the quotes that its key was written in. */
const unquoted = (name) => quoted(name) ?? name;

const columns = new WeakMap();

/** Whether a mapping starts exactly there. */
function starts(map, line, column) {
  if (!columns.has(map)) {
    const all = new Map();
    eachMapping(map, ({ generatedLine, generatedColumn }) => {
      if (!all.has(generatedLine)) all.set(generatedLine, new Set());
      all.get(generatedLine).add(generatedColumn);
    });
    columns.set(map, all);
  }
  return columns.get(map).get(line)?.has(column) ?? false;
}
