export const shared = ['shared'].join();
