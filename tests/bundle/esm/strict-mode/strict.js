export function assign() {
  try {
    undeclaredName = 1;
    return 'sloppy';
  } catch (error) {
    return error.name;
  }
}
export function own() {
  return typeof this;
}
