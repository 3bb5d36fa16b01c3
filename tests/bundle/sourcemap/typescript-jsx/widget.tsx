import type { Kind } from './kinds';
export type Props = { name: string; kind: Kind; title?: string; children?: unknown };
export const Widget = ({ name, title }: Props) => (
  <div className="MARK_class" data-name={name}>
    {title ?? 'MARK_fallback'}
    <>
      <b>{'MARK_bold'}</b>
    </>
  </div>
);
