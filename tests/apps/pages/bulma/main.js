import 'bulma/css/bulma.css';
import './own.css';

const toggle = (button, ...targets) =>
  document.querySelector(button).addEventListener('click', () => targets.forEach((it) => document.querySelector(it).classList.toggle('is-active')));
toggle('#burger', '#burger', '#menu');
toggle('#open', '#dialog');
