module.exports = "a"; console.log("runs once");
