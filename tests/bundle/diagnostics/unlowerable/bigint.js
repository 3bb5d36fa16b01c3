console.log(typeof 10n);
