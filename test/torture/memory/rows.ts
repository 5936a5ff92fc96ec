/** The rows a scene begins with. */
import type { Unreadable } from '../../../lib/ports';
import type { Owed, Waiting } from '../../../lib/task';
import type { MemoryList } from '../../support/memory-list';
import { type Life, MINUTE, type Scene, START } from './scene';

type List = 'pending' | 'done';
type Value<Name extends List> = MemoryList[Name] extends Map<string, infer Row> ? Row : never;

export interface Row {
  readonly list: List;
  readonly id: string;
  readonly row: Value<List>;
}

/** The epoch of the sweep that was before. */
const EPOCH = 5;

export function rowsOf({ lives, spoilt }: Pick<Scene, 'lives' | 'spoilt'>): Row[] {
  return [
    ...lives.map((life) => ({
      list: 'pending' as const,
      id: life.id,
      row: life.before === 'nothing' ? waiting(life) : owed(life),
    })),
    ...lives
      .filter(({ before }) => before === 'told')
      .map((life) => ({
        list: 'done' as const,
        id: life.id,
        row: { ...owed(life), announced: START - MINUTE, digest: 'earlier' },
      })),
    ...spoilt.map((id) => ({ list: 'pending' as const, id, row: unreadable(id) })),
  ];
}

function waiting({ id, added, submission }: Life): Waiting {
  return {
    id,
    state: 'waiting',
    urls: [],
    epoch: 0,
    added,
    ...(submission !== undefined && { submission, label: `deploy ${submission}` }),
  };
}

function owed(life: Life): Owed {
  const { outcome, urls, ends, added, id } = life;
  const failed = outcome === 'failed' ? 1 : 0;
  const reasons = {
    failed: ['OriginTimeout'],
    rejected: ['InvalidTaskId.Malformed'],
    missing: [],
    expired: [],
    complete: [],
  }[outcome];
  const ending = { outcome, reasons, total: urls, failed, urls: [`http://example.com/${id}/0`], took: ends - added };
  return { ...waiting(life), state: 'owed', epoch: EPOCH, settled: ends, ending };
}

function unreadable(id: string): Unreadable {
  return { id, reason: 'column added is not an integer', columns: { added: 'yesterday' } };
}
