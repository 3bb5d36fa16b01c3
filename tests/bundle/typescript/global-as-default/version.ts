declare const __VERSION__: string;
export default __VERSION__;
