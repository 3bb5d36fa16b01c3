const longName = (argumentName) => {
  if (argumentName) {
    return argumentName + 1;
  } else {
    return 'none';
  }
};
console.log(longName(1), longName(0));
export { longName };
