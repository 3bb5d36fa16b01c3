export const exact = 'exact';
export const fallback = 'fallback', b = 'suffix';
