/** Takes the credentials out of a text that comes from a vendor: some errors echo what was sent. */
import type { Credentials } from './credentials';

export function redact(text: string, { accessKeyId, accessKeySecret, securityToken }: Credentials): string {
  return [securityToken, accessKeySecret, accessKeyId]
    .filter((secret) => secret !== undefined && secret !== '')
    .reduce<string>((shown, secret) => shown.replaceAll(String(secret), '[redacted]'), text);
}
