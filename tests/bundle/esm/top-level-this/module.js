export const seen = this;
export const nested = () => typeof this;
export function own() {
  return this;
}
