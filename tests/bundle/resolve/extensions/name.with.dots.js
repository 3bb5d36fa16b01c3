export default 'name.with.dots';
