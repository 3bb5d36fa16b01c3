import { add } from './text.wasm';
import * as empty from './empty.wasm';
import './cut.wasm';
import('./component.wasm');
console.log(add, empty);
