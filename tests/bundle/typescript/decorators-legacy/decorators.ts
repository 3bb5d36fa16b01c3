export const order: string[] = [];
export const log =
  (what: string): any =>
  (target: object, key?: string, descriptor?: unknown) => {
    order.push(`${what}:${typeof target}:${String(key)}:${typeof descriptor}`);
  };
export interface Injected {}
