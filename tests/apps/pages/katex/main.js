import katex from 'katex';
import renderMathInElement from 'katex/contrib/auto-render';
import 'katex/contrib/mhchem';
import 'katex/dist/katex.css';

const FORMULAS = [
  String.raw`\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}`,
  String.raw`\left(\begin{array}{cc} a & b \\ c & d \end{array}\right)^{-1} = \frac{1}{ad-bc} \begin{pmatrix} d & -b \\ -c & a \end{pmatrix}`,
  String.raw`\mathbb{R} \subset \mathcal{C} \ni \mathfrak{g} \; \mathscr{L} \; \mathsf{sans} \; \mathtt{type} \; \boldsymbol{\beta}`,
  String.raw`f(x) = \begin{cases} x^2 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}`,
  String.raw`\overbrace{a+b+\cdots}^{n} \xrightarrow[\text{below}]{\text{above}} \widehat{abc} \; \color{teal}{\boxed{E = mc^2}}`,
  String.raw`\sqrt[3]{\vphantom{\Bigg(}\prod_{i} \oint \iint} \; \Biggl\{ \bigcup \; \underline{\nabla \times \vec{B}} \Biggr\}`,
  String.raw`\ce{2 H2O <=>> H3O+ + OH-}`,
];

const formulas = document.querySelector('#formulas');
for (const formula of FORMULAS) {
  const line = formulas.appendChild(document.createElement('p'));
  katex.render(formula, line, { displayMode: true, throwOnError: true });
}
renderMathInElement(document.querySelector('#text'), { throwOnError: true });
