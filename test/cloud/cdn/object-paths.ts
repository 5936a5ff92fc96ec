/** Reads the ObjectPath of a submission and checks each path as the API does. */
import { REFRESH_DOMAINS_A_CALL } from './limits';
import { invalid, Refusal } from './refusal';

export interface ObjectPath {
  readonly url: string;
  readonly domain: string;
}

/** The account's domains. Absent: every domain is the account's, and online. */
export type Domains = Readonly<Record<string, 'online' | 'offline'>> | undefined;

export function objectPaths(text: string, domains: Domains): ObjectPath[] {
  const paths = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((url) => ({ url, domain: domainOf(url) }));
  if (paths.length === 0) throw malformed();
  const distinct = new Set(paths.map((path) => path.domain));
  if (distinct.size > REFRESH_DOMAINS_A_CALL) throw overLimit(REFRESH_DOMAINS_A_CALL, 'domains');
  for (const domain of distinct) checkDomain(domain, domains);
  return paths;
}

export function malformed(): Refusal {
  return invalid('ObjectPath.Malformed', 'The specified ObjectPath is invalid.');
}

export function overLimit(count: number, what: string): Refusal {
  const message = `A maximum of ${count} ${what} are supported for each request.`;
  return new Refusal(400, 'SingleRequest.OverLimit', message);
}

/** For what comes before the paths are checked. */
export function domainsNamed(text: string): string[] {
  return [...new Set(text.split(/\r?\n/).flatMap((line) => DOMAIN.exec(line.trim())?.[1]?.toLowerCase() ?? []))];
}

/** The scheme may be left out, as in the vendor's own examples. */
function domainOf(url: string): string {
  const found = DOMAIN.exec(url)?.[1];
  if (found === undefined) throw malformed();
  return found.toLowerCase();
}

const DOMAIN = /^(?:https?:\/\/)?([^/\s?#:@]+)(?::\d+)?\/\S*$/i;

function checkDomain(domain: string, domains: Domains): void {
  if (domain.startsWith('*') || domain.startsWith('.')) {
    const message = 'Refreshing an extensive domain name is not supported.';
    throw new Refusal(400, 'InvalidExtensiveDomain.ValueNotSupported', message);
  }
  if (domains === undefined) return;
  if (!Object.hasOwn(domains, domain)) {
    throw new Refusal(404, 'InvalidDomain.NotFound', 'The specified domain name does not belong to you.');
  }
  if (domains[domain] === 'offline') {
    throw new Refusal(404, 'InvalidDomain.Offline', 'The domain you provided is offline.');
  }
}
