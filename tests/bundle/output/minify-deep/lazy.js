import { Shape } from './shape.js';
export const lazy = () => new Shape().sides;
