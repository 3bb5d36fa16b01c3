export default () => 'arrow'
