globalThis.ran += 'only-one '; console.log('only one');
