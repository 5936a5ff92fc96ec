/** Makes tasks of submitted URLs and merges those the service would merge. */
import type { Life } from './life';
import type { ObjectPath } from './object-paths';
import type { Tasks } from './tasks';

export interface Submitted {
  readonly url: string;
  /** As DescribeRefreshTaskById names it: file, directory, regex, ignoreparams or preload. */
  readonly objectType: string;
}

/** Decides what becomes of a URL that has just been submitted. */
export type LifeOf = (submitted: Submitted) => Life;

interface OpenTask {
  readonly id: string;
  urls: number;
}

const SECOND_MS = 1_000;
const FIRST_ID = 15_704_222_904;

export class Submissions {
  private second = Number.NaN;
  private open = new Map<string, OpenTask>();
  private made = 0;
  private calls = 0;

  constructor(
    private readonly tasks: Tasks,
    private readonly now: () => number,
    private readonly lifeOf: LifeOf,
  ) {}

  /**
   * URLs of one domain submitted within one second share a task of at most `urlsATask`, also across calls.
   * Directories and expressions are merged within their own call only.
   */
  submit(paths: readonly ObjectPath[], objectType: string, urlsATask: number): string[] {
    const second = Math.floor(this.now() / SECOND_MS);
    if (second !== this.second) this.open.clear();
    this.second = second;
    const call = ++this.calls;
    const scope = objectType === 'directory' || objectType === 'regex' ? call : 'all';
    const ids = paths.map(({ url, domain }) => {
      const task = this.taskFor(`${objectType} ${scope} ${domain}`, urlsATask);
      this.tasks.extend(task.id, { url, objectType, life: this.lifeOf({ url, objectType }) });
      task.urls++;
      return task.id;
    });
    return [...new Set(ids)];
  }

  private taskFor(group: string, urlsATask: number): OpenTask {
    const open = this.open.get(group);
    if (open !== undefined && open.urls < urlsATask) return open;
    const task = { id: String(FIRST_ID + this.made++), urls: 0 };
    this.open.set(group, task);
    return task;
  }
}
