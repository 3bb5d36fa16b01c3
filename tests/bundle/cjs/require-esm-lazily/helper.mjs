console.log('helper');
const prefix = 'helped ';
export function helper(text) {
  return prefix + text;
}
