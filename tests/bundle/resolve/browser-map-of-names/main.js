import own from 'own';
import main from 'main-mapped';
import deep from 'deep-mapped';
console.log(own, main, deep);
