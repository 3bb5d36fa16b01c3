console.log((...[{ a, ...rest }]) => rest);
