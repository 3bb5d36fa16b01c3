export const DEBUG = false;
export const MODE = 'production';
export const LEVEL = 2;
export let NOTHING = undefined;
export const EMPTY = null;
export let changes = false;
export function change() { changes = true; }
