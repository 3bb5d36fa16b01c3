export const dev = () => 'DEAD';
