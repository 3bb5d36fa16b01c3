exports.x = 1;
{
  function f() {}
  function f() {}
}
