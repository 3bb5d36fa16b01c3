// An output file with its source map, read by Node's own reader of source maps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join } from 'node:path';

const place = (text, offset) => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
};

export class Bundle {
  constructor(outdir, name) {
    this.file = join(outdir, name);
    this.text = readFileSync(this.file, 'utf8');
    const comment = this.text.match(/\n(?:\/\/# |\/\*# )sourceMappingURL=([^\s*]+)(?: \*\/)?\s*$/);
    const url = comment?.[1];
    this.url = url;
    if (url?.startsWith('data:')) {
      const [head, data] = [url.slice(0, url.indexOf(',')), url.slice(url.indexOf(',') + 1)];
      this.json = JSON.parse(head.endsWith(';base64') ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data));
    } else {
      this.json = JSON.parse(readFileSync(url ? join(dirname(this.file), decodeURI(url)) : `${this.file}.map`, 'utf8'));
    }
    assert.equal(this.json.version, 3);
    assert.equal(this.json.sources.length, this.json.sourcesContent.length, 'every source has its content');
    this.map = new SourceMap(this.json);
  }

  /** Text of the source whose name ends so. */
  source(name) {
    const index = this.json.sources.findIndex((source) => source === name || source.endsWith(`/${name}`));
    assert.notEqual(index, -1, `${name} is no source: ${this.json.sources.join(' ')}`);
    return this.json.sourcesContent[index];
  }

  /** Where the output's text at `offset` comes from: source, line and column counted from 1, name. */
  origin(offset) {
    const { line, column } = place(this.text, offset);
    const entry = this.map.findEntry(line - 1, column - 1);
    if (entry.originalLine === undefined) return undefined;
    return {
      source: entry.originalSource,
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
      name: entry.name,
      start: entry.generatedLine === line - 1 && entry.generatedColumn === column - 1,
    };
  }

  /**
   * Asserts that each place of the output that matches `pattern` maps to the place of the same text in its source, and
   * that there are `count` of them, if given. The texts must be unique among the sources; quotes may differ.
   */
  check(pattern, count) {
    const end = this.text.lastIndexOf('\n//# sourceMappingURL');
    const found = [...this.text.slice(0, end < 0 ? undefined : end).matchAll(pattern)];
    if (count !== undefined) assert.equal(found.length, count, `places that match ${pattern}: ${found.map(([text]) => text)}`);
    for (const { 0: text, index } of found) {
      const [, quote, body] = text.match(/^(["'`]?)([^"'`]*)/);
      const places = this.json.sources.flatMap((source, i) => {
        const at = this.json.sourcesContent[i].indexOf(body);
        return at < 0 ? [] : [{ source, ...place(this.json.sourcesContent[i], at - quote.length) }];
      });
      assert.equal(places.length, 1, `${text} must be in one source`);
      const origin = this.origin(index);
      assert.ok(origin, `${text} maps nowhere`);
      const { source, line, column } = places[0];
      const found = `${origin.source}:${origin.line}:${origin.column}`;
      assert.equal(found, `${source}:${line}:${column}`, `${text} (its mapping starts ${origin.start ? 'there' : 'before'})`);
    }
    return found.length;
  }
}
