/** What an endpoint's address says. */

/** Plain http is for a server on this machine only: everything sent would be readable on the way. */
export function isHttps(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username || url?.password) return false;
  return (
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname))
  );
}

/** An instance's endpoint begins with its name; an IP address or a bare host name does not. */
export function hasName(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
}

/** The name of the instance in `https://INSTANCE.REGION.ots.aliyuncs.com`. */
export function firstLabel(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}
