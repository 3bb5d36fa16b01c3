export const b: string = 'b.mts';
