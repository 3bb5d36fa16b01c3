import React from 'react';
import { own } from './own.js';
console.log(React.version, own, ((React) => React.inner + own)({ inner: 'inner ' }), typeof globalThis.react);
