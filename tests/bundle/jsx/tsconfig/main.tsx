console.log(<i>x</i>);
