#!/usr/bin/env -S node --only-the-entry-keeps-it
console.log('lib');
