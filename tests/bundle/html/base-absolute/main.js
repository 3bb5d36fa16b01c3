document.title = import.meta.env.BASE_URL;
import('./lazy.js');
