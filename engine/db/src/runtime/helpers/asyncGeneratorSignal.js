// What the body of a lowered async generator yields beside the values of `yield`.
// `next`: await the value, go on with the result. `return`: the same, but go on as `return(result)` does.
// `pass`: the value is what the caller gets, and is not awaited.
export default function AsyncGeneratorSignal(kind, value) {
  this.kind = kind;
  this.value = value;
}
