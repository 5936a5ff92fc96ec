/** Every kind of fault: the server it is injected at, and what happens to a request or a row that meets it. */
import type { Fault } from '../../cloud/faults';
import type { Answer, Call } from '../../cloud/serve';
import type { Random } from '../memory/random';
import { CDN_KINDS } from './kinds-cdn';
import { SLACK_KINDS } from './kinds-slack';
import { TABLESTORE_KINDS } from './kinds-tablestore';

export type Where = 'cdn' | 'tablestore' | 'slack';

/** What a fault is made from. */
export interface Making {
  readonly random: Random;
  /** The servers' wall clock, ms since 1970. */
  now(): number;
  /** Whether a partial reply leaves this id out at the moment. */
  isHidden(id: string): boolean;
  /** The service's own error, as it sends it. */
  refused(status: number, code: string, message: string, call: Call): Answer;
}

export interface Kind {
  readonly name: string;
  /** Nobody hears anything until a time limit is over, in real time. */
  readonly slow?: boolean;
  /** What happens to a request; undefined where this one can't be met by such a fault. */
  readonly make?: (call: Call, making: Making) => Fault | undefined;
  /** What a single row of a batch is refused with. */
  readonly row?: { readonly status: number; readonly code: string; readonly message: string };
}

export const KINDS: Readonly<Record<Where, Kinds>> = {
  cdn: CDN_KINDS,
  tablestore: TABLESTORE_KINDS,
  slack: SLACK_KINDS,
};

export type Kinds = readonly [Kind, ...Kind[]];

export const ALL_KINDS: readonly Kind[] = Object.values(KINDS).flat();
