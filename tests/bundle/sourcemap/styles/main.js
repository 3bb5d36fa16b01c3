import './in/a.css';
