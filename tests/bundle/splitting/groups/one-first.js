console.log('one first');
