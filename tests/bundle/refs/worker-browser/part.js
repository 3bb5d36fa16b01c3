import { text } from './text.js'; self.postMessage(text); self.nested = () => new Worker(new URL('./part.js', import.meta.url));
