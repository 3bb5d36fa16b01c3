import './shared.css';
import './two.css';
