/** Answers that echo what they were asked with: services do that, in their own words and encoded once or twice. */
import type { Fault } from '../../cloud/faults';
import type { Call } from '../../cloud/serve';
import { Refusal } from '../../cloud/tablestore/refusal';
import { errorBody } from '../../cloud/tablestore/wire';
import { secretsOfCall } from '../../support/secrets/call';

/** How a secret may look in an answer. */
const FORMS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  (secret) => encodeURIComponent(encodeURIComponent(secret)),
  (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  (secret) => secret.replaceAll('/', '\\/'),
];

/** All that the caller has proved itself with, as somebody would write it who means to help. */
function echoOf(call: Call): string {
  const named = [
    ['Signature', 'signature'] as const,
    ['AccessKeyId', 'access key id'] as const,
    ['SecurityToken', 'security token'] as const,
  ];
  const secrets = new Map(secretsOfCall(call));
  const asParameters = named.flatMap(([name, kind]) =>
    FORMS.map((form) => `${form('&')}${name}${form('=')}${form(secrets.get(kind) ?? '')}`),
  );
  const inWords = named.flatMap(([name, kind]) =>
    FORMS.map((form) => `the ${name} ${form(secrets.get(kind) ?? '')} is wrong`),
  );
  return [...asParameters, ...inWords].join(' ');
}

export function echoOfCdn(code: string): (call: Call) => Fault {
  return (call) => {
    const Message = `Refused ${echoOf(call)}`;
    const body = JSON.stringify({ RequestId: 'E0C2EF95-B1EC-4C93-855E-000000000001', Code: code, Message });
    return { kind: 'answer', answer: { status: 400, headers: { 'content-type': 'application/json' }, body } };
  };
}

export function echoOfTablestore(call: Call): Fault {
  return refusalOfTablestore(`Refused ${echoOf(call)}`);
}

export function refusalOfTablestore(message: string): Fault {
  const body = errorBody(new Refusal(403, 'OTSAuthFailed', message));
  return { kind: 'answer', answer: { status: 403, headers: { 'x-ots-requestid': '0005-1' }, body } };
}

/** A proxy's page that quotes the request. */
export function echoInPage(status: number): (call: Call) => Fault {
  return (call) => {
    const lines = Object.entries(call.headers).map(([name, value]) => `${name}: ${value}`);
    const body = `<html>${call.method} ${call.url}\n${lines.join('\n')}\n\n${call.body.toString('latin1')}</html>`;
    return { kind: 'answer', answer: { status, headers: { 'content-type': 'text/html' }, body } };
  };
}
