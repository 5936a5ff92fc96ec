/** Hostile rows beside healthy ones: read as the tablestore package gives them, swept, written and read again. */
import fc from 'fast-check';
import { toPage } from '../../../lib/edges/tablestore-pages';
import { toColumns } from '../../../lib/edges/tablestore-rows';
import { puts } from '../../../lib/edges/tablestore-values';
import type { Page, Unreadable } from '../../../lib/ports';
import type { Task } from '../../../lib/task';
import { MemoryList } from '../../support/memory-list';
import { type FakeWorld, MINUTE, NOON } from '../../support/world';
import { type Cells, toSdkRow } from './cells';
import { hostileCells, hostileId, leaseCells } from './columns';
import type { Neighbour } from './outcome';
import { type Found, search, shortened, type Wrong } from './search';
import { neighbours, settings, sweepAll } from './sweeps';

/** What the CDN says of a hostile task when it is asked. */
const answer = fc.constantFrom('nothing', 'Refreshing', 'Complete', 'Failed', 'refused');

const example = fc
  .record({
    neighbours,
    rows: fc.uniqueArray(fc.record({ id: hostileId, cells: hostileCells, answer }), {
      selector: ({ id }) => id,
      minLength: 1,
      maxLength: 6,
    }),
    lease: fc.option(leaseCells, { nil: undefined }),
    settings,
  })
  .map(({ rows, ...rest }) => ({
    ...rest,
    rows: rows.filter(({ id }) => rest.neighbours.every((one) => one.id !== id)),
  }));
type Example = typeof example extends fc.Arbitrary<infer T> ? T : never;

export function hostileRows(seed: number, numRuns: number): Promise<Found> {
  return search('rows', example, judge, { seed, numRuns });
}

async function judge({ neighbours: healthy, rows, lease, settings: how }: Example): Promise<Wrong> {
  const list = new MemoryList({ reread });
  const page = toPage({
    rows: [
      ...(lease ? [toSdkRow('lease', 'poll', lease)] : []),
      ...healthy.map(({ id, submission }) => toSdkRow('pending', id, neighbourCells(submission))),
      ...rows.map(({ id, cells }) => toSdkRow('pending', id, cells)),
    ],
  } as Parameters<typeof toPage>[0]);
  list.lease = page.lease;
  for (const row of rowsOf(page)) list.pending.set(row.id, row);
  const hostile = rows.map(({ id }) => id);
  const cdnOf = ({ cdn }: FakeWorld) => {
    for (const { id, answer: status } of rows) if (status !== 'nothing') cdn.entries.set(id, [{ status }]);
    for (const { id, outcome } of healthy) cdn.entries.set(id, [toEntry(outcome)]);
    const refused = new Set(rows.filter(({ answer: status }) => status === 'refused').map(({ id }) => id));
    cdn.fails = (ids) => (ids.some((id) => refused.has(id)) ? 'bad-id' : undefined);
    return cdn;
  };
  const { lost, breaches } = await sweepAll(list, cdnOf, { neighbours: healthy, hostile }, how);
  const stuck = rows.filter((row) => mustEnd(row) && list.pending.has(row.id));
  return {
    lost,
    breaches: [...breaches, ...stuck.map(({ id }) => `${shortened(id)} has ended, and stays on the list`)],
  };
}

/** A hostile task too, when the CDN knows its end, unless its row says that it ended later than now. */
function mustEnd({ cells, answer: status }: Example['rows'][number]): boolean {
  const later = cells.some(([name, cell]) => Number(cell) > (LATEST[name] ?? Number.POSITIVE_INFINITY));
  return ['Complete', 'Failed', 'refused'].includes(status) && !later;
}

const LATEST: Readonly<Record<string, number | undefined>> = { settled: NOON };

export function neighbourCells(submission: string | undefined): Cells {
  return [['added', BigInt(NOON - MINUTE)], ...(submission === undefined ? [] : [['submission', submission] as const])];
}

function toEntry(outcome: Neighbour['outcome']) {
  return outcome === 'complete' ? { status: 'Complete' } : { status: 'Failed', description: 'OriginTimeout' };
}

/** What becomes of a task on its way into the table and out of it. */
function reread(row: Task | Unreadable): Task | Unreadable {
  if ('reason' in row) return row;
  const columns = puts(toColumns(row)).flatMap((column) => Object.entries(column));
  const attributes = columns.map(([columnName, value = null]) => ({
    columnName,
    columnValue: typeof value === 'string' ? value.toWellFormed() : value,
    timestamp: NOON,
  }));
  const [read] = rowsOf(
    toPage({ rows: [{ ...toSdkRow('pending', row.id, []), attributes }] } as Parameters<typeof toPage>[0]),
  );
  return read ?? { id: row.id, reason: 'the row is not there any more', columns: {} };
}

function rowsOf({ tasks, unreadable }: Page): (Task | Unreadable)[] {
  return [...tasks, ...unreadable];
}
