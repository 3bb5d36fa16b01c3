export const dump = () => 'DEAD dump';
export const show = (value) => `shown ${value}`;
