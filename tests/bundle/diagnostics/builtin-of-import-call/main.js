const load = async () => (typeof window === 'undefined' ? import('fs/promises') : null);
console.log(typeof load);
