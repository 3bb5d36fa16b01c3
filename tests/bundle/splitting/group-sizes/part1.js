console.log('part 1', 'a text that makes the module about a hundred bytes long, give or take a few');
