const o = {};
export const f = async (key) => (o?.[await key])();
