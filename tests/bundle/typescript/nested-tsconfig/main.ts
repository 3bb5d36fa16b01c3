import { Widget } from './packages/widget/widget';
import { own } from 'own';
console.log(Widget(), own);
