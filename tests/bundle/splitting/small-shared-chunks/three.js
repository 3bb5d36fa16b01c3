export const show = () => 'three';
