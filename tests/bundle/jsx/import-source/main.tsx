const Generic = <T,>(props: { value: T; children?: unknown }) => `generic ${props.value}`;
console.log(<Generic<number> value={1} />, <i>x</i>);
