import Signal from '@oxc-project/runtime/helpers/asyncGeneratorSignal';

// Awaits `value`, as `await` does.
const settle = (value, fulfilled, rejected) => {
  let promise;
  try {
    promise = Promise.resolve(value);
  } catch (error) {
    return rejected(error);
  }
  promise.then(fulfilled, rejected);
};

// Runs the requests to a generator one after another; gives the function that adds one.
const requestsTo = (generator) => {
  const queue = [];
  let started = false;
  let completed = false;
  let busy = false;

  const resolve = (value, done) => {
    busy = false;
    queue.shift().resolve({ value, done });
  };
  const reject = (error) => {
    busy = false;
    queue.shift().reject(error);
  };
  const complete = (value) => {
    completed = true;
    resolve(value, true);
  };
  const fail = (error) => {
    completed = true;
    reject(error);
  };
  // Callbacks of promises, after which the next request can have its turn.
  const later = (action) => (value) => {
    action(value);
    drain();
  };
  const goOn = (method) => later((value) => step(method, value));

  const step = (method, value) => {
    let result;
    try {
      result = generator[method](method === 'return' ? new Signal('pass', value) : value);
    } catch (error) {
      return fail(error);
    }
    const given = result.value;
    if (given instanceof Signal) {
      if (given.kind !== 'pass') settle(given.value, goOn(given.kind), goOn('throw'));
      else if (result.done) complete(given.value);
      else resolve(given.value, false);
    } else if (!result.done) {
      settle(given, later((value) => resolve(value, false)), goOn('throw'));
    } else if (given === undefined) {
      complete(given);
    } else {
      settle(given, later(complete), later(fail));
    }
  };

  const drain = () => {
    while (!busy && queue.length) {
      const { method, value } = queue[0];
      busy = true;
      if (!started && method !== 'next') completed = true;
      started = true;
      if (!completed) {
        if (method === 'return') settle(value, goOn('return'), goOn('throw'));
        else step(method, value);
      } else if (method === 'next') {
        complete(undefined);
      } else if (method === 'throw') {
        fail(value);
      } else {
        settle(value, later(complete), later(fail));
      }
    }
  };

  return (method, value) =>
    new Promise((resolve, reject) => {
      queue.push({ method, value, resolve, reject });
      drain();
    });
};

const define = () => {
  const requests = new WeakMap();
  const request = (object, method, value) => {
    const add = requests.get(object);
    if (add) return add(method, value);
    return Promise.reject(new TypeError(`${method} method called on what is not an async generator`));
  };
  return class AsyncGenerator {
    constructor(generator) {
      requests.set(this, requestsTo(generator));
    }
    next(value) {
      return request(this, 'next', value);
    }
    return(value) {
      return request(this, 'return', value);
    }
    throw(error) {
      return request(this, 'throw', error);
    }
    [Symbol.asyncIterator || '@@asyncIterator']() {
      return this;
    }
    get [Symbol.toStringTag]() {
      return 'AsyncGenerator';
    }
  };
};

let AsyncGenerator;

// Code of a class is strict, also in sloppy output: `this` may be no object.
const wrapper = () =>
  class {
    static wrap(body) {
      return function () {
        AsyncGenerator = AsyncGenerator || define();
        return new AsyncGenerator(body.apply(this, arguments));
      };
    }
  }.wrap;

let wrap;

// An async generator function out of a generator function that yields signals beside its values.
export default function wrapAsyncGenerator(body) {
  wrap = wrap || wrapper();
  return wrap(body);
}
export { wrapAsyncGenerator as 'module.exports' };
