console.log(process.env.NODE_ENV, import.meta.env.MODE, import.meta.env.PROD, import.meta.env.DEV);
