export default { value: 1 };
