// Neither `import` nor `export`: that it awaits makes it a module, also where a script could be read out of it.
await (async () => console.log('first'))();
{
  await [console.log('second')];
}
if (await { then: (done) => done(true) }) console.log('third');
for await (const word of ['fourth']) console.log(word);
