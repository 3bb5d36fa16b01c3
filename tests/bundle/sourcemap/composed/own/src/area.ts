export enum Unit { Metre = "MARK_metre" }
export const area = (width: number, height: number): string => {
  const product: number = width * height;
  return product + Unit.Metre;
};
