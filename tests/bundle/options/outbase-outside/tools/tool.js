console.log('tool');
