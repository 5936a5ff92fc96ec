/** Puts an answer into its headers and signs it, errors too: other SDKs check every one of them. */
import type { Answer } from '../serve';
import type { Credentials } from './authenticate';
import { answerSignature, contentMd5 } from './signature';

export function signedAnswer(
  status: number,
  body: Buffer,
  path: string,
  { accessKeyId, accessKeySecret }: Credentials,
  now: number,
  serial: number,
): Answer {
  const headers = {
    'x-ots-contentmd5': contentMd5(body),
    'x-ots-contenttype': 'protocol buffer',
    'x-ots-date': new Date(now).toISOString().replace('Z', '000Z'),
    'x-ots-requestid': requestId(now, serial),
  };
  const authorization = `OTS ${accessKeyId}:${answerSignature(accessKeySecret, path, headers)}`;
  return { status, headers: { ...headers, Authorization: authorization }, body };
}

/** As the service makes them: the time in microseconds first. */
function requestId(now: number, serial: number): string {
  const hex = (now * 1000).toString(16).padStart(16, '0') + serial.toString(16).padStart(16, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
