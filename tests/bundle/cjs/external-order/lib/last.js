console.log('last');
