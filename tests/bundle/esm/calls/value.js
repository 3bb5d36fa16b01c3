export default {
  name: 'this is value',
  method() {
    return this?.name;
  },
  triple: (n) => n * 3,
};
