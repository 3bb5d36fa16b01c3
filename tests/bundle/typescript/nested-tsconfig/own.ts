export const own = 'root own';
