import './main.css';
import url from './image.png';
document.title = url + import.meta.env.BASE_URL;
