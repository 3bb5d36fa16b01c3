import beside from './beside.cjs';
export const later = beside.beside;
