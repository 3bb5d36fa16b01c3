export default 'main of a folder';
