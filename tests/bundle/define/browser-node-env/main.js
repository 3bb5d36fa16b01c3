// For browsers it is known without being said: a build is for production.
if (process.env.NODE_ENV !== 'production') console.log('GONE');
console.log(process.env.NODE_ENV, import.meta.env.MODE, import.meta.env.PROD, import.meta.env.DEV, import.meta.env.SSR);
console.log(typeof import.meta.env, import.meta.env.NOT_THERE);
