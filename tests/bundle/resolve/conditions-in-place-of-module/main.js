import pkg from 'pkg'; console.log(pkg);
