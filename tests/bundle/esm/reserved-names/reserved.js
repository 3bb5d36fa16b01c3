const value = 'value', arguments2 = 'a', async = 'async', of = 'of', get = 'get', type = 'type';
export { value as if, value as class, value as default, value as new, async as await, of as let };
console.log(arguments2, async, of, get, type);
