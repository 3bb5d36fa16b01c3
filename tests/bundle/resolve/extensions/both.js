export default 'both.js';
