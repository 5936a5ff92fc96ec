/** Writes a reply of the CDN API as JSON or as XML. */
import type { Answer } from '../serve';
import type { Refusal } from './refusal';

export type Format = 'JSON' | 'XML';
export type Reply = { readonly [name: string]: string | number | Reply | readonly Reply[] };

const HOST_ID = 'cdn.aliyuncs.com';

export function success(format: Format, action: string, requestId: string, reply: Reply): Answer {
  return write(format, 200, `${action}Response`, { RequestId: requestId, ...reply });
}

export function failure(format: Format, requestId: string, refusal: Refusal): Answer {
  const { status, code, message } = refusal;
  return write(format, status, 'Error', { RequestId: requestId, HostId: HOST_ID, Code: code, Message: message });
}

function write(format: Format, status: number, root: string, reply: Reply): Answer {
  if (format === 'JSON') {
    return { status, headers: { 'content-type': 'application/json;charset=utf-8' }, body: JSON.stringify(reply) };
  }
  const body = `<?xml version="1.0" encoding="UTF-8"?>${element(root, reply)}`;
  return { status, headers: { 'content-type': 'text/xml;charset=utf-8' }, body };
}

/** A list has no element of its own: its name is repeated for each item, as the vendor's examples show. */
function element(name: string, value: Reply[string]): string {
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, child]) => element(key, child))
          .join('')
      : escaped(String(value));
  return `<${name}>${inner}</${name}>`;
}

function isList(value: Reply[string]): value is readonly Reply[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
