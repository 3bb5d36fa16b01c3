export const viaBase = 'via baseUrl';
