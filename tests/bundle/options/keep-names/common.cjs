function common() {}
class Common {}
const constant = () => {};
module.exports = [common.name, Common.name, constant.name];
