import './env.wasm';
import './host.wasm';
import './strings.wasm';
