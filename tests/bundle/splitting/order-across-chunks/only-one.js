console.log('only one');
