/** Whether a URL can be submitted, and how the API wants it written. */
import type { Kind } from '../submission';

/** Characters of a prefetched URL: https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-pushobjectcache */
const PRELOAD_URL_LENGTH = 1_024;
/** For refreshes the API names no limit; this is what browsers and proxies can be relied on to take. */
const REFRESH_URL_LENGTH = 8_000;

/** A domain name has at most 253 characters, says RFC 1035; a port may follow. */
const HOST_LENGTH = 260;

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
  if (!url.isWellFormed()) return { fault: 'is not well-formed Unicode' };
  const [, scheme, host, rest] = /^(https?:\/\/)([^/?#\\]*)(.*)$/isu.exec(url) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined) {
    return { fault: 'does not begin with http:// or https://' };
  }
  const domain = checkHost(scheme, host);
  if (typeof domain !== 'string') return domain;
  // What is asked for must be what is purged: nothing may be read in two ways, or as a whole site by mistake.
  if (rest !== '' && !rest.startsWith('/')) return { fault: 'has no / behind the domain name' };
  if (kind === 'regex') return asciiOnly(url);
  if (rest.includes('\\')) return { fault: 'has a backslash in it' };
  if (rest.includes('#')) return { fault: 'has a # part, which the CDN never sees' };
  // Everything else is left as it was written: the cache knows a file by the very characters of its URL.
  const written = `${scheme}${domain}${rest.replace(/[^\x21-\x7e]+/gu, encodeURIComponent) || '/'}`;
  if (kind === 'directory' && !written.split('?')[0]?.endsWith('/')) {
    return { fault: 'is not a directory: it must end with /' };
  }
  const longest = kind === 'preload' ? PRELOAD_URL_LENGTH : REFRESH_URL_LENGTH;
  if (written.length > longest) return { fault: `is longer than ${longest} characters` };
  return { url: written };
}

/** The host with its port as it was written, or in its ASCII form. */
function checkHost(scheme: string, host: string): string | { readonly fault: string } {
  if (host.includes('@')) return { fault: 'holds a user name or password' };
  // Before it is parsed: a host of a hundred thousand letters would take seconds.
  if (host.length > HOST_LENGTH) return { fault: `has a domain name longer than ${HOST_LENGTH} characters` };
  if (!URL.canParse(scheme + host)) return { fault: 'is not a URL' };
  const parsed = new URL(scheme + host);
  if (!DOMAIN.test(parsed.hostname)) return { fault: 'has no domain name' };
  return /^[\x21-\x7e]+$/.test(host) ? host : parsed.host;
}

/** Labels with dots between them, the last one no number: the CDN serves domain names only. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]+$/i;

/** Encoding would change what an expression matches. */
function asciiOnly(url: string): CheckedUrl {
  if (!/^[\x21-\x7e]+$/.test(url)) return { fault: 'has letters outside ASCII: write them percent-encoded' };
  return url.length > REFRESH_URL_LENGTH ? { fault: `is longer than ${REFRESH_URL_LENGTH} characters` } : { url };
}
