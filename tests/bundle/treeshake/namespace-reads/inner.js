export const used = () => 'used';
export const unused = () => 'DEAD unused';
export const other = () => 'DEAD other';
export const kind = 'DEAD kind';
