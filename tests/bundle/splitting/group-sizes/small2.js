console.log('small 2', 'which is not so small that the group would take it');
