import assert from 'node:assert/strict';
// A style sheet works without its names: what is imported is in the page.
export default ({ find, read }) => assert.match(read(find(/\.css$/)), /color: ?green|color: ?#008000/);
