import { Named as Renamed } from './other.jsx';
const Named = 'a local of the same name';
export const element = <Renamed.Part title={Named}>text<Renamed /></Renamed.Part>;
