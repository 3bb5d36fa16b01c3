export const Used = () => <p>used</p>;
export const unusedElement = <div title="GONE element">GONE child</div>;
export function Unused() {
  return <>GONE fragment</>;
}
