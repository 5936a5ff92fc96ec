/** What an operation is: a protobuf request in, a protobuf response out, with the store and the time of the call. */
import type { Consumed } from './capacity';
import type { Kind } from './change';
import type { Refusal } from './refusal';
import type { Store } from './store';
import type { Value } from './value';
import { reader, writer } from './wire';

/** What one row of a batch is refused with, if it is. */
export type RowRule = (table: string, key: Readonly<Record<string, Value>>) => Refusal | undefined;

export interface Context {
  readonly store: Store;
  readonly now: number;
  /** Told of every row that was written. */
  readonly wrote: (kind: Kind) => void;
  /** Told of the capacity units of every read, write and refused row; gives them back, for the answer. */
  readonly spent: (consumed: Consumed) => Consumed;
  /** Asked before every row of a batch write: an error here is that row's own. */
  readonly refuseRow: RowRule;
  /** The same for every row of a batch read. */
  readonly refuseReadRow: RowRule;
}

export type Operation = (body: Buffer, context: Context) => Buffer;

export function operation<In, Out extends object>(
  name: string,
  act: (request: In, context: Context) => Out,
): Operation {
  const read = reader<In>(`${name}Request`);
  const write = writer<Out>(`${name}Response`);
  return (body, context) => write(act(read(body), context));
}
