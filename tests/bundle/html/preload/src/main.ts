globalThis.ready = Promise.all([import('./lazy'), import('./other')]).then(([lazy, other]) => [lazy.lazy, other.other]);
