const show = (name, it) => console.log(name, Object.keys(it).sort().join(), it.own, it.there, it.out);
show('cjs', await import('./cjs-star.js'));
show('both', await import('./both.js'));
show('external', await import('./external-star.js'));
show('again', await import('./uses-both.js'));
