import changed from './changed.json';
export function change() {
  changed.count += 41;
  changed.text = 'after';
}
