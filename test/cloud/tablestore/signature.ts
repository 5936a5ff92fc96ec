/** Signatures in both directions: what a request must carry, and what an answer carries. */
import { createHash, createHmac } from 'node:crypto';

export type Headers = Readonly<Record<string, string>>;

/** Every x-ots-* header is signed, also those nobody knows. */
export function requestSignature(secret: string, path: string, headers: Headers): string {
  const lines = signedLines(headers).map((line) => `${line}\n`);
  return hmac(secret, `${path}\nPOST\n\n${lines.join('')}`);
}

/** The order differs from a request's: headers first, then the path. */
export function answerSignature(secret: string, path: string, headers: Headers): string {
  return hmac(secret, `${signedLines(headers).join('\n')}\n${path}`);
}

export function contentMd5(body: Buffer): string {
  return createHash('md5').update(body).digest('base64');
}

function signedLines(headers: Headers): string[] {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .filter(([name]) => name.startsWith('x-ots-') && name !== 'x-ots-signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`);
}

function hmac(secret: string, text: string): string {
  return createHmac('sha1', secret).update(text).digest('base64');
}
