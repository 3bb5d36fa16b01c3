console.log((function (a, a) { return a; })(1, 2));
