console.log('of a worker that nobody makes');
