/** What a request to the local cloud carries: secrets of whoever signed it, and what the product says with it. */
import type { Call } from '../../cloud/serve';
import { isHeard, noteOutput, noteSecrets, type Secret } from './notes';

/** The parameters by which a caller of the CDN proves who it is. */
const OF_THE_CALLER = ['AccessKeyId', 'SecurityToken', 'Signature'];

/** To be called for every request that arrives, answered or not. */
export function noteCall(call: Call): void {
  if (!isHeard()) return;
  const params = paramsOf(call);
  noteSecrets(secretsOfCall(call));
  if (params.has('Signature')) {
    for (const name of OF_THE_CALLER) params.delete(name);
    noteOutput(`a call to the CDN (${params.get('Action')})`, params);
  } else noteOutput(`a request to ${addressee(call)}`, call.body);
}

/** Of whoever made it. */
export function secretsOfCall(call: Call): Secret[] {
  const { headers } = call;
  const params = paramsOf(call);
  const [, keyId, signature] = /^FC ([^:]+):(.+)$/.exec(headers.authorization ?? '') ?? [];
  return [
    ['access key id', params.get('AccessKeyId') ?? headers['x-ots-accesskeyid'] ?? keyId],
    ['security token', params.get('SecurityToken') ?? headers['x-ots-ststoken'] ?? headers['x-fc-security-token']],
    ['signature', params.get('Signature') ?? headers['x-ots-signature'] ?? signature],
  ];
}

function addressee({ url, headers }: Call): string {
  if (headers['x-ots-signature'] !== undefined) return `Tablestore (${url.slice(1)})`;
  return headers.authorization?.startsWith('FC ') ? 'Function Compute' : 'Slack';
}

/** In the query, and in the form that a POST to the CDN is. */
function paramsOf({ url, headers, body }: Call): URLSearchParams {
  const query = url.indexOf('?');
  const form = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return new URLSearchParams([
    ...new URLSearchParams(query < 0 ? '' : url.slice(query + 1)),
    ...new URLSearchParams(form ? body.toString('utf8') : ''),
  ]);
}
