export const shared = ['MARK shared'].join();
