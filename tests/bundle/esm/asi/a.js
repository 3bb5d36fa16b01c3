export default 'a'
// a comment at the end without a newline