// The first argument of a template's tag.
export default function taggedTemplateLiteral(strings, raw) {
  return Object.freeze(Object.defineProperty(strings, 'raw', { value: Object.freeze(raw || strings.slice()) }));
}
export { taggedTemplateLiteral as 'module.exports' };
