export default 'français';
