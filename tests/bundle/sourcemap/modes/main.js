console.log('MARK_main');
