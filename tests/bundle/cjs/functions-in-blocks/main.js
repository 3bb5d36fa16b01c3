console.log(typeof early);
if (true) {
  function early() {
    return 'called';
  }
}
console.log(early());

const pick = (first) => {
  if (first) {
    function chosen() {
      return 'first';
    }
  } else {
    function chosen() {
      return 'second';
    }
  }
  return chosen();
};
console.log(pick(true), pick(false));

// In the block it is another variable.
{
  function changing() {
    return typeof changing;
  }
  changing = 1;
}
console.log(changing());

// Where the block around has such a name of its own, nothing goes out.
function guarded(kept) {
  {
    let kept = 'inner';
    {
      function kept() {}
    }
  }
  return kept;
}
console.log(guarded('outer'));

let taken = 'let';
if (true) function taken() {}
console.log(taken);

if (false) function never() {}
console.log(typeof never);

labelled: function plain() {
  return 'plain';
}
console.log(plain());

for (var key = 'before' in {});
console.log(key);

console.log(require('./strict.js'));
