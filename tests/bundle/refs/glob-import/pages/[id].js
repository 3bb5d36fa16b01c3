export const query = "id";
