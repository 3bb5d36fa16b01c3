const x = 'value';
const y = () => 'words';
export { x as 'a-b', x as 'ünï', y as 'two words', x as default };
