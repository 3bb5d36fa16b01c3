console.log('GONE: only types are imported from here');
export type OnlyType = { a: string };
