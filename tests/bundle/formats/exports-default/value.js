export const value = () => 'value';
