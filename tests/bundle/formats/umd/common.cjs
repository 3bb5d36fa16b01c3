"use strict";
const legacy = require('legacy');
exports.answer = legacy();
