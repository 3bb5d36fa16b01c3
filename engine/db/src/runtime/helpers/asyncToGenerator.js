// Code of a class is strict, also in sloppy output: `this` may be no object.
const define = () =>
  class {
    static wrap(body) {
      return function () {
        return new Promise((resolve, reject) => {
          const generator = body.apply(this, arguments);
          const step = (method, value) => {
            let result, awaited;
            try {
              result = generator[method](value);
            } catch (error) {
              return reject(error);
            }
            if (result.done) return resolve(result.value);
            try {
              awaited = Promise.resolve(result.value);
            } catch (error) {
              return step('throw', error);
            }
            awaited.then(
              (value) => step('next', value),
              (error) => step('throw', error)
            );
          };
          step('next');
        });
      };
    }
  }.wrap;

let wrap;

// An async function out of a generator function that yields what is awaited.
export default function asyncToGenerator(body) {
  wrap = wrap || define();
  return wrap(body);
}
export { asyncToGenerator as 'module.exports' };
