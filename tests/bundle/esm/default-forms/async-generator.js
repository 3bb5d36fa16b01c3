export default async function* named() {
  yield 'generator ';
  yield typeof named;
}
