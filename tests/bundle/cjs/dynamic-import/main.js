import('./common.cjs').then(async (ns) => {
  console.log(ns.default.a, ns.a, typeof ns);
  const flagged = await import('./flagged.js');
  console.log(flagged.default, flagged.a);
  const fn = await import('./function.cjs');
  console.log(fn.default(1));
  console.log((await import('./common.cjs')).default === ns.default);
});
