import a from 'a';
export const viaLinked: object = a;
