let module = 123;
module += 1;
export = module;
