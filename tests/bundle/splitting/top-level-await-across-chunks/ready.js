export const ready = await new Promise((resolve) => setTimeout(() => resolve('ready'), 1));
