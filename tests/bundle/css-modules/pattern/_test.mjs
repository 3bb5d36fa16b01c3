import assert from 'node:assert/strict';
export default ({ read, find }) => assert.match(read(find(/\.css$/)), /\.cards-big-card-module__title ?\{/);
