export enum Color {
  Red,
  Green,
  Blue,
}
export enum Flags {
  None = 0,
  One = 1 << 0,
  Two = 1 << 1,
  Both = One | Two,
}
export enum Mixed {
  Text = 'text',
  Computed = 'abc'.length,
  'quoted-name' = 7,
}
export enum Merged {
  A = 1,
}
export enum Merged {
  B = A + 1,
}
