/** The tasks the CDN knows, each with the scripted lives of its URLs. */

import { completes, type Life, type Step, stepAt } from './life';
import { HISTORY_DAYS } from './limits';

const DAY_MS = 24 * 60 * 60_000;

export interface EntryScript {
  readonly url?: string;
  readonly objectType?: string;
  readonly life?: Life;
}

export interface TaskOptions {
  /** How long after its creation the API does not know the id yet. */
  readonly hiddenForMs?: number;
}

export interface EntryReport {
  readonly taskId: string;
  readonly url: string;
  readonly objectType: string;
  readonly created: number;
  readonly step: Step;
}

interface Entry {
  readonly url: string;
  readonly objectType: string;
  readonly created: number;
  readonly life: Life;
}

interface Task {
  readonly entries: Entry[];
  readonly hiddenForMs: number;
}

export class Tasks {
  private readonly known = new Map<string, Task>();
  private refused: (id: string) => boolean = () => false;

  constructor(
    private readonly now: () => number,
    /** Older tasks are absent from every reply. */
    public historyDays: number = HISTORY_DAYS,
  ) {}

  get ids(): string[] {
    return [...this.known.keys()];
  }

  /** Replaces a task of the same id. */
  add(id: string, entries: EntryScript | readonly EntryScript[] = {}, options: TaskOptions = {}): void {
    this.known.set(id, { entries: [], hiddenForMs: options.hiddenForMs ?? 0 });
    this.extend(id, entries);
  }

  /** More URLs for a task, which is made when it is not there yet. */
  extend(id: string, entries: EntryScript | readonly EntryScript[]): void {
    const task = this.known.get(id) ?? { entries: [], hiddenForMs: 0 };
    this.known.set(id, task);
    const scripts: readonly EntryScript[] = Array.isArray(entries) ? entries : [entries];
    for (const { url = `http://example.com/${id}.jpg`, objectType = 'file', life = completes() } of scripts) {
      task.entries.push({ url, objectType, life, created: life.created ?? this.now() });
    }
  }

  forget(id: string): void {
    this.known.delete(id);
  }

  /** From now on a call that holds one of these ids is turned down as a whole. */
  refuse(ids: Iterable<string> | ((id: string) => boolean)): void {
    const listed = typeof ids === 'function' ? undefined : new Set(ids);
    this.refused = typeof ids === 'function' ? ids : (id) => listed?.has(id) ?? false;
  }

  refuses(id: string): boolean {
    return this.refused(id);
  }

  /** One report an URL; nothing for an id that is unknown, hidden or too old. */
  report(id: string): EntryReport[] {
    const task = this.known.get(id);
    const at = this.now();
    const created = task?.entries[0]?.created;
    if (task === undefined || created === undefined) return [];
    if (at < created + task.hiddenForMs || at - created > this.historyDays * DAY_MS) return [];
    return task.entries.map((entry) => ({ taskId: id, ...entry, step: stepAt(entry.life, at - entry.created) }));
  }

  /** How many URLs of this type are neither complete nor failed. */
  unfinished(objectType: string): number {
    const reports = this.ids.flatMap((id) => this.report(id));
    return reports.filter((entry) => entry.objectType === objectType && !ended(entry.step)).length;
  }
}

/** Many URLs with one life, for a task as large as the API makes them. */
export function manyEntries(count: number, life: Life = completes(), objectType = 'file'): EntryScript[] {
  return Array.from({ length: count }, (_, i) => ({ url: `http://example.com/assets/${i}.js`, objectType, life }));
}

function ended(step: Step): boolean {
  return step.status === 'Complete' || step.status === 'Failed';
}
