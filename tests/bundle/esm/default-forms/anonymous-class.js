export default class {
  x = 'anonymous class';
}
