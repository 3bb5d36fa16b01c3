if (typeof __dirname !== 'undefined') throw new Error('a page has no folder');
console.log('page');
