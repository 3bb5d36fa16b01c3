export function longExportedName(parameterName) {
  const innerVariable = [parameterName, parameterName].map((callbackParameter) => callbackParameter + Math.random());
  if (innerVariable.length > 3) throw new TypeError(parameterName);
  return innerVariable.length;
}
export const anotherExport = { property: Math.random() > 2 };
