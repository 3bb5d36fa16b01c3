console.log('part b')
