/** The rows of a world from sweep to sweep: how far each task has come, and what is recorded as told. */
import type { Audience } from '../../../lib/task';
import type { TablestoreServer } from '../../cloud/tablestore/server';
import { keyOf, type News } from './told';

export const TABLE = 'cdn_tasks';

type Row = ReturnType<TablestoreServer['rows']>[number];

interface Place {
  readonly rank: number;
  readonly said: string;
}

export class Rows {
  private places = new Map<string, Place>();
  readonly breaches: string[] = [];

  constructor(
    private readonly server: TablestoreServer,
    private readonly ids: readonly string[],
  ) {}

  get pending(): number {
    return this.of('pending').size;
  }

  /** By id, how it ended. */
  get outcomes(): Map<string, string> {
    return new Map([...this.of('done')].map(([id, row]) => [id, outcomeOf(row)]));
  }

  /** A state never goes backwards, an outcome is final, and no task is nowhere. */
  look(): void {
    const [pending, done, dead] = [this.of('pending'), this.of('done'), this.of('dead')];
    for (const id of this.ids) {
      const is = dead.has(id) ? { rank: 2, said: 'dead' } : placeOf(pending.get(id), done.get(id));
      const was = this.places.get(id);
      if (is === undefined) this.breaches.push(`task ${id} is on no list`);
      else {
        if (was && (is.rank < was.rank || (was.rank > 0 && is.said !== was.said))) {
          this.breaches.push(`task ${id} went from ${was.said} to ${is.said}`);
        }
        this.places.set(id, is);
      }
    }
    for (const [id] of dead) this.breaches.push(`task ${id} was moved to dead`);
  }

  /** The pieces of news of which nothing says that this audience has heard them. */
  unrecorded(news: readonly News[], audience: Audience): Set<string> {
    const [pending, done] = [this.of('pending'), this.of('done')];
    const isRecorded = ({ id, as }: News) => {
      const row = pending.get(id);
      if (as === 'overdue') return row?.state !== 'waiting' || row.overdue === 'told';
      if (row === undefined || row.settled === done.get(id)?.settled) return true;
      return String(row.told ?? '')
        .split(',')
        .includes(audience);
    };
    return new Set(news.filter((one) => !isRecorded(one)).map(keyOf));
  }

  get all(): Row[] {
    return this.server.rows(TABLE);
  }

  private of(list: string): Map<string, Row> {
    return new Map(this.all.filter((row) => row.list === list).map((row) => [String(row.id), row]));
  }
}

function placeOf(pending: Row | undefined, done: Row | undefined): Place | undefined {
  if (done) return { rank: 2, said: outcomeOf(done) };
  if (!pending) return undefined;
  return pending.state === 'owed' ? { rank: 1, said: outcomeOf(pending) } : { rank: 0, said: 'waiting' };
}

function outcomeOf({ ending }: Row): string {
  const { outcome } = JSON.parse(String(ending)) as { outcome: string };
  return outcome;
}
