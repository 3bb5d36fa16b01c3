import value from '../transpiled.cjs';
export default `${typeof value} ${value.default}`;
