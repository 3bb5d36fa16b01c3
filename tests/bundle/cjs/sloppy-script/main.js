console.log(require('./evaluated').answer, require('./replaced').answer, require('./again').answer, require('./asked').answer);
