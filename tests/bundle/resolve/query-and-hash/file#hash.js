export default 'a name with #';
