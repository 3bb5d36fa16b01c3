console.log('small 1');
