console.log('inner', require('third').third);
