import { Widget, type Props } from './widget';
import { Kind } from './kinds';

interface Unused {
  removed: string;
}
enum Local { A = 'MARK_enum', B = 2 }
const typed: Array<Props> = [{ name: 'MARK_typed' as string, kind: Kind.First! }];
for (const props of typed satisfies Props[]) console.log(<Widget {...props} title="MARK_attribute">{'MARK_child'}</Widget>, Local.A);
class Service<T extends object> {
  constructor(private readonly value: T, public label: string = 'MARK_parameter') {}
  method<U>(arg: U): [T, U, string] { return [this.value, arg, 'MARK_method'] }
}
console.log(new Service({ a: 'MARK_object' }).method<string>('MARK_argument'));
