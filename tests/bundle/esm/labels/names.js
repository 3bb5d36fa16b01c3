export const loop = () => 'loop';
export const outer = 'outer';
