exports.x = () => arguments++;
