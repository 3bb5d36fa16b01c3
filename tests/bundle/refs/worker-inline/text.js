export const text = 'from the "worker"';
