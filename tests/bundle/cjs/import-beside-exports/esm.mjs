export default 'default of an ES module';
export let live = 1;
export const grow = () => live++;
