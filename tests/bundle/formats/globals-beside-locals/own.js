const react = 'own react';
export const own = react + (typeof React === 'undefined' ? '' : ` beside ${React.version}`);
