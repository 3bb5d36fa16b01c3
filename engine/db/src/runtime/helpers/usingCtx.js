const suppress = (error, suppressed) => {
  if (typeof SuppressedError === 'function') return new SuppressedError(error, suppressed);
  const both = new Error('An error was suppressed during disposal');
  const hidden = (value) => ({ value, writable: true, configurable: true });
  return Object.defineProperties(both, {
    name: hidden('SuppressedError'),
    error: hidden(error),
    suppressed: hidden(suppressed),
  });
};

const methodOf = (resource, key) => {
  const method = resource[key];
  if (method === undefined || method === null) return undefined;
  if (typeof method !== 'function') throw new TypeError(`${String(key)} of a resource is not a function`);
  return method;
};

// Resources of a block: `u` adds one of `using`, `a` one of `await using`; `e` is set to what the block threw, `d`
// disposes of all, the last one first.
export default function usingCtx() {
  const stack = [];
  let failed = false;
  let failure;

  const fail = (error) => {
    failure = failed ? suppress(error, failure) : error;
    failed = true;
  };
  const add = (resource, isAsync) => {
    if (resource === null || resource === undefined) {
      if (isAsync) stack.push({ isAsync });
      return resource;
    }
    if (typeof resource !== 'object' && typeof resource !== 'function') {
      throw new TypeError(`${isAsync ? 'await using' : 'using'} needs an object, null or undefined`);
    }
    let method = isAsync ? methodOf(resource, Symbol.asyncDispose || Symbol.for('Symbol.asyncDispose')) : undefined;
    if (!method) {
      const dispose = methodOf(resource, Symbol.dispose || Symbol.for('Symbol.dispose'));
      if (!dispose) throw new TypeError(`A resource has no Symbol.${isAsync ? 'asyncDispose' : 'dispose'} method`);
      // What a synchronous method gives back is never awaited.
      method = isAsync
        ? function () {
            return new Promise((resolve) => {
              Reflect.apply(dispose, this, []);
              resolve();
            });
          }
        : dispose;
    }
    stack.push({ isAsync, resource, method });
    return resource;
  };

  return {
    set e(error) {
      fail(error);
    },
    u(resource) {
      return add(resource, false);
    },
    a(resource) {
      return add(resource, true);
    },
    d() {
      let needsAwait = false;
      let hasAwaited = false;
      // Disposes until there is something to await, which it gives back in an array.
      const run = () => {
        while (stack.length) {
          const { isAsync, resource, method } = stack[stack.length - 1];
          if (!isAsync && needsAwait && !hasAwaited) {
            needsAwait = false;
            return [undefined];
          }
          stack.pop();
          if (!method) {
            needsAwait = true;
            continue;
          }
          try {
            const result = Reflect.apply(method, resource, []);
            if (isAsync) {
              hasAwaited = true;
              return [result];
            }
          } catch (error) {
            fail(error);
          }
        }
        if (needsAwait && !hasAwaited) {
          needsAwait = false;
          return [undefined];
        }
      };
      let awaited = run();
      if (awaited) {
        return new Promise((resolve, reject) => {
          const go = () => {
            for (; awaited; awaited = run()) {
              try {
                return Promise.resolve(awaited[0]).then(next, (error) => {
                  fail(error);
                  next();
                });
              } catch (error) {
                fail(error);
              }
            }
            if (failed) reject(failure);
            else resolve();
          };
          const next = () => {
            awaited = run();
            go();
          };
          go();
        });
      }
      if (failed) throw failure;
    },
  };
}
export { usingCtx as 'module.exports' };
