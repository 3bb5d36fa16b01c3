exports.Fragment = 'fragment';
exports.jsx = exports.jsxs = exports.jsxDEV = (type, props) => ({ type, props });
