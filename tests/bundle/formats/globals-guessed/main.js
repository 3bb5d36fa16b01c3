import React from 'react';
import { map } from 'some-tools/lib';
console.log(React.version, map);
