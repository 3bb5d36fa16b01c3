import './other.css';
