const define = Object.defineProperty;

// Adds to `target` a getter for each own property of `source` that it lacks.
const copyProperties = (target, source, except) => {
  if ((source && typeof source === 'object') || typeof source === 'function') {
    for (const key of Object.getOwnPropertyNames(source)) {
      if (key !== except && !Object.prototype.hasOwnProperty.call(target, key)) {
        const descriptor = Object.getOwnPropertyDescriptor(source, key);
        define(target, key, { get: () => source[key], enumerable: !descriptor || descriptor.enumerable });
      }
    }
  }
  return target;
};

// A CommonJS module: its function runs at the first call, and again if it threw. `own` is the `module` of the file, where
// it is this one.
export const __commonJS = (run, own, module) => () => {
  if (!module) {
    module = own || { exports: {} };
    try {
      run.call(module.exports, module.exports, module);
    } catch (error) {
      module = 0;
      throw error;
    }
  }
  return module.exports;
};

// An ES module that runs when it is first asked for. What it threw, it throws every time.
export const __esm = (run, result, failure) => () => {
  if (failure) throw failure[0];
  if (run) {
    const start = run;
    run = 0;
    try {
      result = start();
    } catch (error) {
      failure = [error];
      throw error;
    }
  }
  return result;
};

// A namespace object out of getters. Nothing can be added to it, unless more exports are to come.
export const __export = /* @__NO_SIDE_EFFECTS__ */ (getters, isOpen) => {
  const namespace = define(Object.create(null), Symbol.toStringTag, { value: 'Module' });
  for (const name in getters) define(namespace, name, { get: getters[name], enumerable: true });
  return isOpen ? namespace : Object.seal(namespace);
};

// `export *` from a module whose exports are known only now.
export const __reExport = (namespace, source) => copyProperties(namespace, source, 'default');

// What `import` sees of a CommonJS module. By Node's rule `default` is `module.exports`; by the rule that Babel
// began it is `exports.default` where the module says that it was an ES module.
export const __toESM = (exports, isNode) => {
  const prototype = exports === null || exports === undefined ? Object.prototype : Object.getPrototypeOf(exports);
  const namespace = Object.create(prototype);
  if (isNode || !exports || !exports.__esModule) define(namespace, 'default', { value: exports, enumerable: true });
  return copyProperties(namespace, exports);
};

// A function or class whose variable got another name.
export const __name = (target, value) => define(target, 'name', { value, configurable: true });

const wanted = {};

// `import()` of a chunk into a page: what it needs is fetched side by side with it, and its style sheets are there before
// its code runs. One that fails to load does not stop the code. What follows a `#` is the hash by which a file is checked.
export const __preload = (load, scripts, styles, base) => {
  if (typeof document === 'undefined') return load();
  const want = (rel, file) => {
    const [path, integrity] = file.split('#');
    const href = new URL(path, base).href;
    if (!wanted[href]) {
      wanted[href] = new Promise((done) => {
        for (const link of document.querySelectorAll('link')) if (link.rel === rel && link.href === href) return done();
        const link = document.createElement('link');
        link.onload = link.onerror = done;
        link.rel = rel;
        link.crossOrigin = '';
        // An empty one would be in the way of what the page's import map says.
        if (integrity) link.integrity = integrity;
        link.href = href;
        document.head.append(link);
      });
    }
    return wanted[href];
  };
  scripts.forEach((file) => want('modulepreload', file));
  return Promise.all(styles.map((file) => want('stylesheet', file))).then(load);
};

const required = new WeakMap();

// What `require()` gives for an ES module.
export const __toCommonJS = (namespace) => {
  let exports = required.get(namespace);
  if (!exports) {
    exports = copyProperties(define({}, '__esModule', { value: true }), namespace);
    required.set(namespace, exports);
  }
  return exports;
};
