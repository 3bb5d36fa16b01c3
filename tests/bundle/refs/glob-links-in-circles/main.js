console.log(Object.keys(import.meta.glob('./**/*.txt')).join(' '));
