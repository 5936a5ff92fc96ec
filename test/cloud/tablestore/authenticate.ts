/** What the service checks of a request before it looks at the operation: headers, credentials, signature, clock, body. */
import type { Call } from '../serve';
import { maxBodyBytes } from './limits';
import { invalid, Refusal, unauthorized } from './refusal';
import { contentMd5, requestSignature } from './signature';

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Temporary credentials: every request must carry this token. */
  readonly securityToken?: string;
}

const required = [
  'x-ots-date',
  'x-ots-apiversion',
  'x-ots-accesskeyid',
  'x-ots-contentmd5',
  'x-ots-instancename',
  'x-ots-signature',
];
const apiVersion = '2015-12-31';
const maxClockSkewMs = 15 * 60 * 1000;

export function authenticate(call: Call, path: string, credentials: Credentials, instance: string, now: number): void {
  const { headers, body } = call;
  if (call.method !== 'POST')
    throw new Refusal(405, 'OTSMethodNotAllowed', 'Only POST method for requests is supported.');
  if (body.length > maxBodyBytes)
    throw new Refusal(413, 'OTSRequestBodyTooLarge', 'The size of POST data is too large.');
  for (const name of required) if (headers[name] === undefined) throw invalid(`Missing header: ${name}.`);
  if (headers['x-ots-apiversion'] !== apiVersion)
    throw invalid(`Unsupported API version: ${headers['x-ots-apiversion']}.`);
  if (headers['x-ots-accesskeyid'] !== credentials.accessKeyId) throw unauthorized('The AccessKey ID does not exist.');
  if ((headers['x-ots-ststoken'] ?? '') !== (credentials.securityToken ?? ''))
    throw unauthorized('Invalid security token.');
  if (headers['x-ots-signature'] !== requestSignature(credentials.accessKeySecret, path, headers))
    throw unauthorized('Signature mismatch.');
  checkDate(headers['x-ots-date'] ?? '', now);
  if (headers['x-ots-contentmd5'] !== contentMd5(body))
    throw unauthorized('Mismatch between MD5 value of request body and x-ots-contentmd5 in header.');
  if (headers['x-ots-instancename'] !== instance) throw unauthorized('The instance is not found.');
}

function checkDate(date: string, now: number): void {
  const time = Date.parse(date);
  if (Number.isNaN(time)) throw invalid(`Invalid date format: ${date}.`);
  if (Math.abs(time - now) > maxClockSkewMs)
    throw unauthorized(`Mismatch between system time and x-ots-date: ${date}.`);
}
