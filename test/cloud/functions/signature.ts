/** Checks the signature of an invocation, as Function Compute does for callers that sign with HMAC-SHA256. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call } from '../serve';

/** `FC <AccessKeyId>:<signature>`: https://www.alibabacloud.com/help/en/functioncompute/fc-2-0/developer-reference/signature-authentication */
export function isSigned(call: Call, credentials: { accessKeyId: string; accessKeySecret: string }): boolean {
  const expected = `FC ${credentials.accessKeyId}:${createHmac('sha256', credentials.accessKeySecret).update(stringToSign(call)).digest('base64')}`;
  const given = call.headers.authorization ?? '';
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

/** Whose the call says it is. */
export function accessKeyIdOf({ headers }: Call): string {
  return /^FC ([^:]+):/.exec(headers.authorization ?? '')?.[1] ?? '';
}

export function stringToSign({ method, url, headers }: Call): string {
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-fc-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('');
  const path = decodeURIComponent(url.split('?')[0] ?? '/');
  return [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    headers.date ?? '',
    `${own}${path}`,
  ].join('\n');
}
