import './a.module.css';
