exports.jsx = exports.jsxs = (type, props) => (typeof type === 'function' ? type(props) : { type, props });
exports.Fragment = 'Fragment';
