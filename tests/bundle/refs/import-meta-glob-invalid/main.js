const pattern = process.argv[2];
import.meta.glob(pattern);
import.meta.glob('./a/*.js', { eager: pattern });
import.meta.glob('./a/*.js', { eagre: true });
export {};
