const a = 20;
export default a * 2 + 2
;[a].forEach((x) => console.log(x))
