console.log(VERSION, MINE);
