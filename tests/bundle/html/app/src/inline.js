import { shared } from './shared';
export const inline = `inline ${shared}`;
