export const own = 'widget own';
