export default 'aliased file';
