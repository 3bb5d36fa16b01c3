import { Collapse, Dropdown, Modal, Tooltip } from 'bootstrap';
import 'bootstrap-icons/font/bootstrap-icons.css';
import sprite from 'bootstrap-icons/bootstrap-icons.svg';
import ring from 'bootstrap-icons/icons/life-preserver.svg';

document.querySelector('#ring').src = ring;
document.querySelector('#sprite').setAttribute('href', `${sprite}#globe-europe-africa`);
new Tooltip('#hint', { placement: 'right', trigger: 'manual' }).show();
// What is only named is there too: components of attributes listen by themselves.
document.body.dataset.components = [Collapse, Dropdown, Modal].map((it) => it.NAME).join(' ');
