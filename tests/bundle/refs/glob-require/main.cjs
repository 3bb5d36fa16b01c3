const get = (name) => require('./parts/' + name);
console.log(get('a'), get('a.js'), get('b').name, get('folder'), get('data').k, get('a') === get('./a.js'.slice(2)));
try {
  get('nothing');
} catch (error) {
  console.log(error.code);
}
const Made = new (require(`./parts/${'class'}.js`))('x');
console.log(Made.name);
