/** Whether a URL can be submitted, and how the API wants it written. */
import type { Kind } from '../submission';

/** Characters of a prefetched URL: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-pushobjectcache */
const PRELOAD_URL_LENGTH = 1_024;
/** For refreshes the API names no limit; this is what browsers and proxies can be relied on to take. */
const REFRESH_URL_LENGTH = 8_000;

export type CheckedUrl = { readonly url: string } | { readonly fault: string };

/**
 * The URL with letters outside ASCII percent-encoded, as the CDN's cache knows it, or what is wrong with it. A regular
 * expression is left as it is, since encoding would change what it matches.
 */
export function checkUrl(text: unknown, kind: Kind): CheckedUrl {
  if (typeof text !== 'string') return { fault: 'is not text' };
  const url = text.trim();
  if (url === '') return { fault: 'is empty' };
  if (/[\s\p{Cc}]/u.test(url)) return { fault: 'has white space in it: one URL each, and a blank in a URL is %20' };
  if (!/^https?:\/\//i.test(url)) return { fault: 'does not begin with http:// or https://' };
  if (!url.isWellFormed()) return { fault: 'is not well-formed Unicode' };
  // A regular expression is no URL, but what comes before its path is.
  const origin = /^https?:\/\/[^/]*/i.exec(url)?.[0] ?? '';
  const parsed = URL.canParse(kind === 'regex' ? origin : url) ? new URL(kind === 'regex' ? origin : url) : undefined;
  if (!parsed) return { fault: 'is not a URL' };
  if (parsed.username || parsed.password) return { fault: 'holds a user name or password' };
  if (!parsed.hostname.includes('.')) return { fault: 'has no domain name' };
  if (kind === 'regex') {
    return /^[\x21-\x7e]+$/.test(url) ? { url } : { fault: 'has letters outside ASCII: write them percent-encoded' };
  }
  if (parsed.hash) return { fault: 'has a # part, which the CDN never sees' };
  const written = encodeOutsideAscii(url, origin, parsed);
  const path = written.split('?')[0] ?? '';
  if (kind === 'directory' && !path.endsWith('/')) return { fault: 'is not a directory: it must end with /' };
  const longest = kind === 'preload' ? PRELOAD_URL_LENGTH : REFRESH_URL_LENGTH;
  if (written.length > longest) return { fault: `is longer than ${longest} characters` };
  return { url: written };
}

/** Everything else is left as it was written: the cache knows a file by the very characters of its URL. */
function encodeOutsideAscii(url: string, origin: string, parsed: URL): string {
  const rest = url.slice(origin.length).replace(/[^\x21-\x7e]+/gu, encodeURIComponent) || '/';
  return (/^[\x21-\x7e]+$/.test(origin) ? origin : parsed.origin) + rest;
}
