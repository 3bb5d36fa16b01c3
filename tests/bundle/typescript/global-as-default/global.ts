(globalThis as any).Point = class { x = 3 };
export {};
