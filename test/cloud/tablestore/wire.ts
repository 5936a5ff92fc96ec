/** Protobuf in both directions, through the compiled messages the npm SDK ships. */
import { createRequire } from 'node:module';
import { invalid, type Refusal } from './refusal';

interface MessageType {
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: { longs: StringConstructor }): unknown;
  encode(message: object): { finish(): Uint8Array };
}

interface Compiled {
  readonly main: { readonly proto: Readonly<Record<string, MessageType>> };
  readonly filter: { readonly proto: Readonly<Record<string, MessageType>> };
}

const compiled: Compiled = createRequire(import.meta.url)('tablestore/lib/protocol/tablestore_compiled_proto.js');

/** Fields the SDK's messages don't know are passed over, as protobuf wants it. */
export function reader<T>(name: string, failure = 'Parse PBMessage from RawString failed.'): (bytes: Uint8Array) => T {
  const type = messageType(name);
  return (bytes) => {
    try {
      return type.toObject(type.decode(bytes), { longs: String }) as T;
    } catch {
      throw invalid(failure);
    }
  };
}

export function writer<T extends object>(name: string): (message: T) => Buffer {
  const type = messageType(name);
  return (message) => Buffer.from(type.encode(message).finish());
}

const writeError = writer<{ code: string; message: string }>('Error');

export function errorBody(refusal: Refusal): Buffer {
  return writeError({ code: refusal.code, message: refusal.message });
}

function messageType(name: string): MessageType {
  const type = compiled.main.proto[name] ?? compiled.filter.proto[name];
  if (type === undefined) throw new Error(`the Tablestore SDK has no message ${name}`);
  return type;
}
