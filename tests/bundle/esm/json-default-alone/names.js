export { name } from './data.json' with { type: 'json' };
