/** Checks who calls: timestamp, access key, token, signature and nonce. */
import type { Keyring } from './keyring';
import { TIMESTAMP_TOLERANCE_MS } from './limits';
import type { Nonces } from './nonces';
import { invalid, Refusal } from './refusal';
import { type Params, required } from './request';
import { signatureOf, stringToSign } from './signature';

export interface Gate {
  readonly keys: Keyring;
  readonly nonces: Nonces;
  /** The clock timestamps are held against. */
  readonly clock: () => number;
}

/** A nonce is used up only by a call whose signature is right, or a forger could spoil the nonces of others. */
export function authenticate(method: string, params: Params, gate: Gate): void {
  const at = gate.clock();
  checkTimestamp(required(params, 'Timestamp'), at);
  const accessKeyId = required(params, 'AccessKeyId');
  if (required(params, 'SignatureMethod') !== 'HMAC-SHA1') throw invalid('SignatureMethod');
  if (required(params, 'SignatureVersion') !== '1.0') throw invalid('SignatureVersion');
  const nonce = required(params, 'SignatureNonce');
  const secret = gate.keys.secretOf(accessKeyId, params.get('SecurityToken'));
  checkSignature(method, params, secret);
  if (!gate.nonces.use(nonce, at)) {
    throw new Refusal(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
  }
}

function checkTimestamp(timestamp: string, at: number): void {
  const sent = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(sent)) {
    const message = 'Specified time stamp or date value is not well formatted.';
    throw new Refusal(400, 'InvalidTimeStamp.Format', message);
  }
  if (Math.abs(at - sent) > TIMESTAMP_TOLERANCE_MS) {
    throw new Refusal(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
  }
}

function checkSignature(method: string, params: Params, secret: string): void {
  const signature = params.get('Signature');
  if (signature === undefined) {
    throw new Refusal(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.');
  }
  if (signature === signatureOf(method, params, secret)) return;
  // The service echoes the whole string, access key id and token included: a client must not pass this message on.
  const message = `Specified signature is not matched with our calculation. server string to sign is:${stringToSign(method, params)}`;
  throw new Refusal(400, 'SignatureDoesNotMatch', message);
}
