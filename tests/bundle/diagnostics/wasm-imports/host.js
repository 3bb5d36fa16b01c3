export const prints = () => {};
