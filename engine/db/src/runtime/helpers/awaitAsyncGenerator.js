import Signal from '@oxc-project/runtime/helpers/asyncGeneratorSignal';

// `await value` of an async generator.
export default function awaitAsyncGenerator(value) {
  return new Signal('next', value);
}
export { awaitAsyncGenerator as 'module.exports' };
