import { bd } from './bd.js';
import './effect.js';
export const own = bd + globalThis.effect;
