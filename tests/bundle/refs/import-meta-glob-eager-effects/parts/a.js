console.log('part a')
