import which from 'two'; console.log(which);
