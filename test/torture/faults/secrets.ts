/** Looks for what must be in no log line, error, message or row: keys, tokens, webhook addresses, and every signature that was sent. */
import { paramsOf } from '../../cloud/cdn/request';
import type { Call } from '../../cloud/serve';

/** As HMAC-SHA1 signatures look in base64. */
const SIGNATURE = /[A-Za-z0-9+/]{27}=/g;

export class Secrets {
  private readonly signatures = new Set<string>();

  constructor(private readonly known: Readonly<Record<string, string>>) {}

  /** Remembers the signature of a request. */
  sent(call: Call): void {
    const signature = call.headers['x-ots-signature'] ?? paramsOf(call).get('Signature');
    if (signature !== undefined) this.signatures.add(signature);
  }

  /** The names of those that are in a text, as they are or encoded as in a URL. */
  in(text: string): string[] {
    const shown = text.replaceAll(/(?:%(?:25)?[0-9A-F]{2})+/gi, (coded) => decoded(decoded(coded)));
    const found = Object.keys(this.known).filter((name) => shown.includes(this.known[name] ?? ''));
    const signed = [...shown.matchAll(SIGNATURE)].some(([one]) => this.signatures.has(one));
    return [...found, ...(signed ? ['a signature'] : [])];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
