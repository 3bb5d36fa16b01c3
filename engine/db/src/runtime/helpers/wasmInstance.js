// An instance of the WebAssembly at a URL; `read` is what reads files, where there are any.
export default async function wasmInstance(url, imports, read) {
  // Strings of the language, as an import of the file itself would give them.
  const options = { builtins: ['js-string'], importedStringConstants: 'wasm:js/string-constants' };
  const compiled = async () => {
    if (url.protocol === 'data:') {
      // Not by `fetch`: a page's policy may forbid that.
      const text = atob(url.href.slice(url.href.indexOf(',') + 1));
      return WebAssembly.compile(Uint8Array.from(text, (it) => it.charCodeAt(0)), options);
    }
    if (read) return WebAssembly.compile(await read(url), options);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url.href} cannot be loaded: ${response.status} ${response.statusText}`);
    const type = response.headers.get('content-type') || '';
    if (WebAssembly.compileStreaming && type.split(';')[0].trim() === 'application/wasm') {
      return WebAssembly.compileStreaming(response, options);
    }
    return WebAssembly.compile(await response.arrayBuffer(), options);
  };
  return WebAssembly.instantiate(await compiled(), imports || {});
}
export { wasmInstance as 'module.exports' };
