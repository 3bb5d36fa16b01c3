import '@fontsource/inter';
import '@fontsource/inter/700.css';
import '@fontsource/inter/latin-400-italic.css';
import './fonts.css';
