export default ({ bundle }) => bundle().check(/["'`]MARK_\w+["'`]/g, 2);
