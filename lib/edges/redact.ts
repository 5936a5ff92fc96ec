/** Takes the credentials out of a text that comes from a vendor: some errors echo what was sent, encoded once or twice. */
import type { Credentials } from './credentials';

export function redact(text: string, { accessKeyId, accessKeySecret, securityToken }: Credentials): string {
  return [securityToken, accessKeySecret, accessKeyId]
    .filter((secret) => secret !== undefined && secret !== '')
    .map(String)
    .flatMap((secret) => [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))])
    .reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text)
    .replace(/(Signature|SecurityToken|AccessKeyId)(=|%3D|%253D)(?:(?!&|%26|%2526)[^\s"'])*/gi, '$1$2[redacted]');
}

/** An error code or request id as it may be shown: a word, and nothing that could carry anything else. */
export function word(text: string): string {
  return /^[\w.:-]{1,80}$/.test(text) ? text : '';
}
