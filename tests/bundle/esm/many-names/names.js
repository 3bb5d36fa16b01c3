// Written by _prepare.mjs.
