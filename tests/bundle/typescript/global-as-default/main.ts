import version from './version';
import Point from './point';
import type Kind from './kind';
const kind: Kind = { name: 'kind' };
console.log(version, new Point().x, kind.name);
