export const fromStar = 'star';
export default 'not passed on';
