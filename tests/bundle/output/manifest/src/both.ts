import './both.css';
export const both = Math.random();
