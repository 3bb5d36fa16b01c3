exports.answer = module.require('./part') + module['require']('./part');
