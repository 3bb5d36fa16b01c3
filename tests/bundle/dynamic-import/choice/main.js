async function run() {
  for (const n of [0, 1]) {
    const it = await import(n ? './one.js' : './zero.js');
    console.log(it.name, Object.keys(it).join());
  }
}
run();
