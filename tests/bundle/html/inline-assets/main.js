import './main.css';
import url from '/public.png';
globalThis.url = url;
globalThis.made = new URL('/public.png', import.meta.url).href;
