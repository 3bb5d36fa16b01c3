globalThis.ran = (globalThis.ran ?? '') + 'first '; console.log('first');
