// The bytes that a text in base 64 stands for.
export default function toBinary(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
export { toBinary as 'module.exports' };
