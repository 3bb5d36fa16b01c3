export const c: string = 'c.tsx';
