export default 'deutsch';
