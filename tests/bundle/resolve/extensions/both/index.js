export default 'both/index.js';
