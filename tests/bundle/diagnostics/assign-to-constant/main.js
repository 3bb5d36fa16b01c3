const limit = 1;
limit = 2;
export function raise() {
  const { step } = { step: 1 };
  [step] = [2];
  for (limit of [3]);
  return limit++;
}
