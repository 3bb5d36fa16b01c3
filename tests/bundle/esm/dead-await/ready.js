export const ready = !!1;

null && (await import('not-installed'));
