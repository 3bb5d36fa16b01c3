/** @jsxRuntime classic */
/** @jsx make */
/** @jsxFrag Part */
const make = (type, props, ...children) => `${type.name ?? type}(${children.join()})`;
const Part = { name: 'Part' };
export default <>{<b>x</b>}</>;
