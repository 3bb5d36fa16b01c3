// Written by _prepare.mjs, with a byte order mark and CRLF.
