export enum Kind {
  First = 'MARK_first',
  Second = 'MARK_second',
}
