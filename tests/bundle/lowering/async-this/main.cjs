// `this` of strict async functions in a file that is sloppy otherwise: it may be no object.
const strict = () => {
  'use strict';
  return {
    plain: async function () {
      return [typeof this, arguments.length];
    },
    all: async function* () {
      yield typeof this;
    },
  };
};
const sloppy = async function () {
  return this === globalThis;
};

(async () => {
  console.log(await strict().plain.call(0, 1, 2), await strict().plain.call('text'));
  for await (const type of strict().all.call(true)) console.log(type);
  console.log(await sloppy.call(undefined));
})();
