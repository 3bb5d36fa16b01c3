export const lazy = console.log('MARK_lazy');
