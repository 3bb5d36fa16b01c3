import Signal from '@oxc-project/runtime/helpers/asyncGeneratorSignal';

const checkResult = (result) => {
  if ((typeof result === 'object' && result !== null) || typeof result === 'function') return result;
  throw new TypeError(`Iterator result ${String(result)} is not an object`);
};

// `yield*` of an async generator: an iterator for the `yield*` of the generator that it is lowered to. Results of the
// inner iterator are awaited by way of signals; between a signal and its answer, `resume` says how to go on.
export default function asyncGeneratorDelegate(iterator) {
  const next = iterator.next;
  let resume;
  const wait = (kind, promise, then) => {
    resume = then;
    return { value: new Signal(kind, promise), done: false };
  };
  const answer = (value) => {
    const then = resume;
    resume = undefined;
    return then(value);
  };
  const returned = (value) => ({ value: new Signal('pass', value), done: true });
  const received = (result) =>
    checkResult(result).done
      ? { value: result.value, done: true }
      : { value: new Signal('pass', result.value), done: false };
  const noThrow = () => {
    throw new TypeError('The iterator does not provide a throw method');
  };
  return {
    [Symbol.iterator]() {
      return this;
    },
    next(value) {
      return resume ? answer(value) : wait('next', Reflect.apply(next, iterator, [value]), received);
    },
    throw(error) {
      if (resume) {
        resume = undefined;
        throw error;
      }
      const method = iterator.throw;
      if (method !== undefined && method !== null) return wait('next', method.call(iterator, error), received);
      const close = iterator.return;
      if (close === undefined || close === null) noThrow();
      return wait('next', close.call(iterator), (result) => noThrow(checkResult(result)));
    },
    return(signal) {
      if (resume) return answer(signal.value);
      const method = iterator.return;
      if (method === undefined || method === null) return wait('return', signal.value, returned);
      return wait('return', method.call(iterator, signal.value), (result) =>
        checkResult(result).done ? returned(result.value) : received(result)
      );
    },
  };
}
export { asyncGeneratorDelegate as 'module.exports' };
