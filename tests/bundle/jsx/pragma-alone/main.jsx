/**
 * A file that names its factory needs no runtime.
 */
/* @jsx make */
const make = (type, props, ...children) => `<${type}${props ? ' ' + Object.keys(props) : ''}>${children.join('')}`;
console.log(<a b={1}>text{<c />}</a>);
