module.exports = 1;
console.log('cjs', Process.name, typeof Unknown, process.cwd());
