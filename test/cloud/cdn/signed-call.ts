/** Calls the CDN API with a signature made by hand, so that tests can get any part of a call wrong. */
import type { Credentials } from './keyring';
import { signatureOf } from './signature';

export interface SignedCall {
  readonly url: string;
  readonly credentials: Credentials;
  /** Added to the common parameters, or put in their place; undefined leaves one out. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** Applied after signing. */
  readonly tamper?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly status: number;
  readonly text: string;
}

let nonces = 0;

export async function signedCall({ url, credentials, params, method = 'GET', tamper }: SignedCall): Promise<Outcome> {
  const common = {
    Format: 'JSON',
    Version: '2018-05-10',
    AccessKeyId: credentials.accessKeyId,
    SecurityToken: credentials.securityToken,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: `nonce-${++nonces}`,
  };
  const named = new Map(
    Object.entries({ ...common, ...params }).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  );
  const signed = new Map([...named, ['Signature', signatureOf(method, named, credentials.accessKeySecret)]]);
  const form = new URLSearchParams([...signed, ...Object.entries(tamper ?? {})]);
  const response = await (method === 'GET' ? fetch(`${url}/?${form}`) : fetch(`${url}/`, { method, body: form }));
  return { status: response.status, text: await response.text() };
}
