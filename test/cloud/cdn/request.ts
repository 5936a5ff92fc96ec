/** Reads the parameters of an RPC call, from the query and from a form body alike. */
import type { Call } from '../serve';
import { invalid, missing } from './refusal';
import type { Format } from './reply';

export type Params = ReadonlyMap<string, string>;

export function paramsOf(call: Call): Params {
  const query = call.url.indexOf('?');
  const sent = [new URLSearchParams(query < 0 ? '' : call.url.slice(query + 1))];
  const form = (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (form) sent.push(new URLSearchParams(call.body.toString('utf8')));
  return new Map(sent.flatMap((params) => [...params]));
}

/** An empty parameter counts as none. */
export function required(params: Params, name: string): string {
  const value = params.get(name);
  if (value === undefined || value === '') throw missing(name);
  return value;
}

export function oneOf(params: Params, name: string, allowed: readonly string[]): void {
  const value = params.get(name);
  if (value !== undefined && !allowed.includes(value)) throw invalid(name);
}

export function formatOf(params: Params): Format {
  return params.get('Format')?.toUpperCase() === 'JSON' ? 'JSON' : 'XML';
}

export function taskIdsOf(params: Params): string[] {
  return (params.get('TaskId') ?? '').split(',').map((id) => id.trim());
}
