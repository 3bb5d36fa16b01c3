export const both = 'both'; console.log(both);
