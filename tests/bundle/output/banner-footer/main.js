console.log('main MARK_ONE');
