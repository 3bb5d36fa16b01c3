import { seen } from './b.js';
export default function () {
  return `called, ${seen} before`;
}
