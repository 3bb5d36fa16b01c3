export const present = 'present', absent2 = 1;
