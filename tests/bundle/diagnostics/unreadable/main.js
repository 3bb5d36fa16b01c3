import './dir.js/';
import './link.js';
