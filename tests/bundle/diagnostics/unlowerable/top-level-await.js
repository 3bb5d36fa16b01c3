await 0;
export {};
