// The URLs of the scripts of shared workers: who asks for the same one again, in this page, gets the same worker.
const urls = new Map();

// A worker whose script is in the code that makes it; `url` is where the script would be as a file.
export default function inlineWorker(Class, script, url, options, isShared) {
  const text = `globalThis.__nexxo_url = ${JSON.stringify(url.href)};\n${script}`;
  const start = (from) => new Class(from, { type: 'module', name: options && options.name });
  let blob = urls.get(script);
  try {
    // Not before it runs: some browsers look the URL up late.
    const head = isShared ? '' : 'URL.revokeObjectURL(location.href);';
    if (!blob) blob = URL.createObjectURL(new Blob([head, text], { type: 'text/javascript' }));
    const worker = start(blob);
    if (isShared) urls.set(script, blob);
    else worker.addEventListener('error', () => URL.revokeObjectURL(blob));
    return worker;
  } catch (_) {
    if (blob) URL.revokeObjectURL(blob);
    return start(`data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`);
  }
}
export { inlineWorker as 'module.exports' };
