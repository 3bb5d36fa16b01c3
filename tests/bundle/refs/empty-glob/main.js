export const load = (name) => import(`./none/${name}.js`);
export const map = import.meta.glob('bare/*.js');
