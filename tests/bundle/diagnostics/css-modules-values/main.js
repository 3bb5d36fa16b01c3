import './a.module.css';
import './broken.module.css';
