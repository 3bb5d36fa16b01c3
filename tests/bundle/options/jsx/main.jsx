const Part = 'part';
const h = (tag, props, ...children) => {
  console.log('made', tag);
  return `${tag}(${children.join()})`;
};
<unused />;
console.log(<><b>x</b></>);
