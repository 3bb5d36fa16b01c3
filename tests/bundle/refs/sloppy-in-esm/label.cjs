exports.x = 1;
label: function f() {}
