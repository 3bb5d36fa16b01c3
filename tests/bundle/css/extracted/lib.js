import './lib.css';
