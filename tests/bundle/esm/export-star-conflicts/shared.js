export const shared = 'the same binding twice is no clash';
