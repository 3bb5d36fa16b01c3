export const more = 'more'; export const outer = typeof this;
