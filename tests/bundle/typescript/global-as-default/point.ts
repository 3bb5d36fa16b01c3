import './global';
declare class Point { x: number }
export default Point;
