exports.d = 'd.cts' as string;
