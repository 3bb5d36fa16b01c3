// Nothing asks for this here, so it is no CommonJS module.
console.log('words');
