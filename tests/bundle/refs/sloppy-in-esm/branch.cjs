if (exports) function f() {}
