/**
 * Makes large replies cheaper. @alicloud/pop-core signs well, but reads any number of replies at once, and reads JSON with
 * json-bigint, character by character: for ten tasks of 2,000 URLs, 4 MiB, that takes five times as long as JSON.parse. It looks
 * both up at every call, so both can be given to it from here.
 */
import httpx from 'httpx';
import bigint from 'json-bigint';
import pLimit from 'p-limit';

/** A reply that is larger waits for its turn. Bytes. */
const LARGE = 262_144;
/** Large replies that are read at once: each takes its length three times, and two of them more than 128 MB in a busy sweep. */
const LARGE_AT_ONCE = 1;

/** A number that JSON.parse would round, as the value of a field. One inside a text is found too, and only takes longer. */
const LONG_NUMBER = /:\s*-?\d{16}/;

let done = false;

/** To be called before the first request; calls after the first one change nothing. */
export function lightenReplies(): void {
  if (done) return;
  done = true;
  const read = httpx.read;
  const inTurn = pLimit(LARGE_AT_ONCE);
  httpx.read = (response, encoding) => {
    const body = read(response, encoding);
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes < LARGE) return;
      response.off('data', count);
      // The rest stays with the sender until it is wanted. Whoever waits too long is ended by the timeout of its call.
      response.pause();
      void inTurn(async () => {
        response.resume();
        await body.catch(() => undefined);
      });
    };
    response.on('data', count);
    return body;
  };

  const parse = bigint.parse;
  bigint.parse = (source) => {
    const text = source.toString();
    return LONG_NUMBER.test(text) ? parse(text) : JSON.parse(text);
  };
}
