// As much of the metadata API as decorators need.
const all = new Map<unknown, Map<unknown, Map<string, unknown>>>();
const at = <K, V>(map: Map<K, V>, key: K, make: () => V): V => (map.has(key) ? map.get(key)! : (map.set(key, make()), map.get(key)!));
(Reflect as any).metadata = (kind: string, value: unknown) => (target: object, key?: string) => {
  at(at(all, target, () => new Map()), key, () => new Map()).set(kind, value);
};
export const of = (target: object, key: string | undefined, kind: string): unknown => all.get(target)?.get(key)?.get(kind);
