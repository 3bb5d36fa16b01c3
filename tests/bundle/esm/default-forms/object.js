export default { x: 'object' };
