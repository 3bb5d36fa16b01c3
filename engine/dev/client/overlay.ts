// What is wrong, over the page.

export interface Problem {
  message: string;
  /** The code frame, as the terminal shows it. */
  text: string;
  file?: string;
  line?: number;
  column?: number;
}

const STYLE = `
:host { position: fixed; inset: 0; z-index: 2147483647; direction: ltr; }
.back { position: absolute; inset: 0; background: rgba(10, 10, 14, .66); overflow: auto; }
.box { box-sizing: border-box; max-width: 960px; margin: 6vh auto; padding: 20px 26px; background: #17171c; color: #e8e8ee;
  border-top: 6px solid #ff5c5c; border-radius: 6px; font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
h1 { margin: 0 0 12px; font-size: 15px; color: #ff7b7b; }
pre { margin: 0 0 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: #7fb4ff; cursor: pointer; text-decoration: underline; }
p { margin: 0; color: #9a9aa6; font-size: 12px; }
`;

let shown: HTMLElement | undefined;

/** Whether these words are still there. */
export const isShown = (words: HTMLElement | undefined) => words !== undefined && words === shown;

export function showProblems(title: string, problems: Problem[], open: (problem: Problem) => void) {
  hideProblems();
  if (typeof document === 'undefined') return undefined;
  const host = document.createElement('nexxo-overlay');
  const shadow = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = STYLE;
  const back = element('div', 'back');
  const box = element('div', 'box');
  box.append(element('h1', '', title));
  for (const problem of problems) {
    if (problem.file) {
      const link = element('a', '', `${problem.file}:${problem.line ?? 1}:${problem.column ?? 1}`);
      link.addEventListener('click', () => open(problem));
      box.append(link);
    }
    box.append(element('pre', '', problem.text || problem.message));
  }
  box.append(element('p', '', 'It goes away when the code is mended. Escape hides it.'));
  back.append(box);
  back.addEventListener('click', (event) => event.target === back && hideProblems());
  shadow.append(style, back);
  document.body.append(host);
  document.addEventListener('keydown', onKey);
  shown = host;
  return host;
}

export function hideProblems() {
  shown?.remove();
  shown = undefined;
  if (typeof document !== 'undefined') document.removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent) {
  if (event.key === 'Escape') hideProblems();
}

function element(name: string, className: string, text = '') {
  const it = document.createElement(name);
  it.className = className;
  it.textContent = text;
  return it;
}
