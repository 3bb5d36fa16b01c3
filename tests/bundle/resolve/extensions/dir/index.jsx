export default 'dir/index.jsx';
