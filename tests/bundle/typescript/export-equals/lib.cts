const lib: { value: string } = { value: 'exported with =' };
export = lib;
