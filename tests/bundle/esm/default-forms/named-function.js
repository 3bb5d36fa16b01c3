export default function named() {
  return typeof named;
}
