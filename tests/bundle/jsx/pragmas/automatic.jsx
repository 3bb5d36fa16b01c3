/** @jsxImportSource own-jsx */
export default <b>x</b>;
