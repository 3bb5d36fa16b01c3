export const link = async () => (await import('./about.js')).about;
