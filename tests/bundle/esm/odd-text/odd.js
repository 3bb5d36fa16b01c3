const a = 'a', b = 1;
// Text that a renderer could take for its own marks: private use, controls, brackets.
export const odd = {
  privateUse: '󰀀􏿽', noncharacter: '￿﷐', controls: '\0\x01\x1a\x7f\v', separators: '\u2028\u2029 ',
  lone: '\uD800|\uDC00', emoji: '👩‍👩‍👧', bom: '\uFEFF', template: `\${a}${a}\`${`${b}`}`, script: '</script><!--',
  line: 'one\
two', raw: String.raw`\n\u{zz}${b}`, regex: /[/\]}`'"]\u{1F600}/u.source, quotes: `'"\``, dollar: '$1 $& $$ ${a}',
  directive: 'use strict', url: '//# sourceMappingURL=nothing.map', comment: '/*! not a comment */',
};
