export const lib = ['lib'].join();
