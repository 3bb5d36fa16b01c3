import { own } from 'own';
const h = (tag: string, props: object | null, ...children: unknown[]) => `${tag}(${children.join()})`;
export const Widget = () => <b>{own}</b>;
