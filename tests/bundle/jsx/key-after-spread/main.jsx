const props = { id: 'spread', key: 'in the spread' };
console.log(JSON.stringify(<div {...props} key="k">x</div>));
