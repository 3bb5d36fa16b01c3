export const useState = () => {};
export const useEffect = () => {};
