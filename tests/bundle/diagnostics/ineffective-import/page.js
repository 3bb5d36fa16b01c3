export const page = () => 'page';
