console.log('lazy');
