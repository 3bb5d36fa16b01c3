// Messages of the Language Server Protocol in a stream of bytes.

export function framed(message) {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** Calls `take` with each message of a stream. */
export function read(stream, take) {
  let rest = Buffer.alloc(0);
  stream.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [, length] = /content-length: *(\d+)/i.exec(rest.subarray(0, end).toString()) ?? [];
      const start = end + 4;
      if (length === undefined) throw new Error(`no length: ${rest.subarray(0, end)}`);
      if (rest.length < start + Number(length)) return;
      const body = rest.subarray(start, start + Number(length)).toString();
      rest = rest.subarray(start + Number(length));
      take(JSON.parse(body));
    }
  });
}
