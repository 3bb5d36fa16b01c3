console.log('first build');
