import { exact } from '@/lib/exact';
export const a = `a ${exact}`;
