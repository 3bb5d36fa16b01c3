export function identity<const T extends string>(x: T): T {
  return x;
}
