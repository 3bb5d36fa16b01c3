import 'pkg';
const { TOKEN, VITE_OPEN } = import.meta.env;
document.title = [TOKEN, VITE_OPEN, import.meta.env.DB_URL, import.meta.env['DB_URL'], (import.meta.env as any).TOKEN].join();
console.log(import.meta.env.MODE, import.meta.env.NODE_ENV, import.meta.env.UNKNOWN, import.meta.env.DEFINED);
