// Large enough to stay, and it does something.
console.log('common');
