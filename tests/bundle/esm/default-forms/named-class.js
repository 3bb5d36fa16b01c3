export default class Named {
  static made = 0;
  other() {
    Named.made++;
    return new Named();
  }
}
