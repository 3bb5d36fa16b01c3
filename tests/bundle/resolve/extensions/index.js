export default 'index of this folder';
