globalThis.ran = (globalThis.ran ?? '') + 'second '; console.log('second');
