export class Base {}
export const format = (text) => `<${text}>`;
