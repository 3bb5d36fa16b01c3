export function declared() {}
