export const order = [];
order.push('slow starts');
export const slow = await new Promise((resolve) => setTimeout(() => resolve('slow'), 5));
order.push('slow ends');
