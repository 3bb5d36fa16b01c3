const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

const checkResult = (result) => {
  if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
  return result;
};

// CreateAsyncFromSyncIterator: a synchronous iterator whose values are awaited.
const fromSync = (iterator, next) => {
  // An awaited value that fails ends the iteration, which the iterator learns.
  const failed = (error) => {
    try {
      const close = iterator.return;
      if (close !== undefined && close !== null) close.call(iterator);
    } catch (_) {
      // The first error counts.
    }
    throw error;
  };
  const unwrap = (result, closes) => {
    const done = !!checkResult(result).done;
    const value = result.value;
    const rejected = closes && !done ? failed : undefined;
    let awaited;
    try {
      awaited = Promise.resolve(value);
    } catch (error) {
      if (rejected) rejected(error);
      throw error;
    }
    return awaited.then((value) => ({ value, done }), rejected);
  };
  const attempt = (action) => {
    try {
      return action();
    } catch (error) {
      return Promise.reject(error);
    }
  };
  return {
    next() {
      return attempt(() => unwrap(Reflect.apply(next, iterator, arguments), true));
    },
    return(value) {
      return attempt(() => {
        const method = iterator.return;
        if (method === undefined || method === null) return Promise.resolve({ value, done: true });
        return unwrap(Reflect.apply(method, iterator, arguments), false);
      });
    },
    throw() {
      return attempt(() => {
        const method = iterator.throw;
        if (method !== undefined && method !== null) return unwrap(Reflect.apply(method, iterator, arguments), true);
        const close = iterator.return;
        if (close !== undefined && close !== null) checkResult(close.call(iterator));
        throw new TypeError('The iterator does not provide a throw method');
      });
    },
  };
};

// GetIterator of `for await` and of `yield*` in async generators.
export default function asyncIterator(iterable) {
  const method = iterable[Symbol.asyncIterator || '@@asyncIterator'];
  const isAsync = method !== undefined && method !== null;
  const start = isAsync ? method : iterable[Symbol.iterator];
  if (typeof start !== 'function') throw new TypeError(`${typeof iterable} is not async iterable`);
  const iterator = Reflect.apply(start, iterable, []);
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
  return isAsync ? iterator : fromSync(iterator, iterator.next);
}
export { asyncIterator as 'module.exports' };
