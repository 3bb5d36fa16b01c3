// A type that is re-exported by name has no value anywhere; that is no missing export.
import { Props, make, Kind } from './barrel';
const props: Props = make('x');
console.log(props.name, Kind.A);
