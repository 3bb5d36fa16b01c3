'use strict';
{
  function inner() {}
}
module.exports = typeof inner;
