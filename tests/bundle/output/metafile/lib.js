export const used = 'used', unused = 'a long text that does not reach the output';
