export const outer = ' outer';
export const twice = (value) => [value, value].reduce((sum, each) => sum + each + outer.length - outer.length, 0);
