export const List = ({ items }) => items;
export const Fancy = { Part: () => null };
List.toJSON = () => 'List';
Fancy.Part.toJSON = () => 'Fancy.Part';
