#!/usr/bin/env node
import './lib';
console.log('main' as string);
