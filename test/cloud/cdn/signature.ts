/** The RPC signature, version 1.0, HMAC-SHA1. https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism */
import { createHmac } from 'node:crypto';
import type { Params } from './request';

export function signatureOf(method: string, params: Params, secret: string): string {
  return createHmac('sha1', `${secret}&`).update(stringToSign(method, params)).digest('base64');
}

export function stringToSign(method: string, params: Params): string {
  const canonical = [...params]
    .filter(([name]) => name !== 'Signature')
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .join('&');
  return `${method}&%2F&${percent(canonical)}`;
}

function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
