console.log('GONE: only used as a type');
export default class {}
