import './latin1.js';
