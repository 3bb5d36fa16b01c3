import './also-missing';
const y: number = 'unchecked, types are not';
