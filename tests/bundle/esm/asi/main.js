import a from './a.js'
import b from './b.js'
;[a, b].forEach((x) => console.log(x))
;(function () { console.log('iife') })()
;`template`.length
export default a
var regex = 4, g = 2
console.log(8
/regex/g)
