declare interface Kind { name: string }
export default Kind;
