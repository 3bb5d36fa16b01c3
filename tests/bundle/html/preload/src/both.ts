import './both.css';
log.push('both runs');
export const both = {};
