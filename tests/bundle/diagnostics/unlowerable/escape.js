console.log(String.raw`ok`, String.raw`\unicode`);
