import { List, Fancy } from './components.jsx';
const props = { id: 'spread' };
const show = (node) => JSON.stringify(node);
console.log(show(<List items={['a', 'b']} />));
console.log(show(<>text {1}{' '}<br /></>));
console.log(show(<div key="k" {...props} data-x='y' aria-label="l" disabled>one{2}</div>));
console.log(show(<div key="before" {...props} />), show(<Fancy.Part x:y="ns" a-b={<i />} />));
console.log(show(<p>
  several
  lines &amp; entities &nbsp;&#39;  kept
  {/* a comment */}
</p>));
