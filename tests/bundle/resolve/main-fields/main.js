import { how } from 'three';
import { how as two } from 'two';
import { how as none } from 'none';
import { how as folder } from 'folder-main';
console.log(how, two, none, folder);
