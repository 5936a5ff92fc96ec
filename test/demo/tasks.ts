/** The tasks of `npm start`: some of every kind, how each comes onto the list, and what shall become of it. */
import type { Outcome } from '../../lib/task';
import { completes, createdAt, fails, inUnknownStatus, type Life, neverFinishes, stepAt } from '../cloud/cdn/life';
import type { EntryScript } from '../cloud/cdn/tasks';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * How a task comes onto the list: its URLs are given to the submit function; its id is given to the submit function, since
 * it was made elsewhere; or somebody types a row into the console.
 */
type Way =
  | { readonly way: 'submitted'; readonly event: object; readonly lives: ReadonlyMap<string, Life> }
  | {
      readonly way: 'watched';
      readonly id: string;
      readonly entries: readonly EntryScript[];
      readonly hiddenForMs?: number;
      readonly refused?: boolean;
    }
  | {
      readonly way: 'typed';
      readonly id: string;
      readonly entries: readonly EntryScript[];
      readonly columns: Readonly<Record<string, string | number>>;
    };

export type DemoTask = Way & {
  /** Its outcome, or `dead` for a row nobody can read. */
  readonly ends: Outcome | 'dead';
  /** By URL, where one submission makes several tasks. */
  readonly endsOf?: ReadonlyMap<string, Outcome>;
};

/** @param now ms since 1970: when the demo begins */
export function demoTasks(now: number): DemoTask[] {
  return [
    // One task for each domain.
    deploy('deploy 1.2.3', 12, (i) => completes((2 + (i % 5)) * MINUTE)),
    deploy('deploy 1.2.4', 8, (i) =>
      i === 5 ? fails(3 * MINUTE, 'OriginTimeout') : completes((2 + (i % 4)) * MINUTE),
    ),
    // One id for many URLs.
    purge('complete', pages(1_000), completes(5 * MINUTE), { label: 'relaunch' }),
    purge('complete', pages(300), completes(4 * MINUTE), { label: 'relaunch' }),
    submitted(
      'failed',
      'refresh',
      pages(12),
      (i) => (i % 4 === 1 ? fails(5 * MINUTE, i < 6 ? 'OriginTimeout' : 'InternalError') : completes(3 * MINUTE)),
      { label: 'relaunch' },
    ),
    // Each Description, in both spellings, and none.
    purge('failed', ['/img/a.png'], fails(3 * MINUTE, 'InternalError')),
    purge('failed', ['/img/b.png'], fails(3 * MINUTE, 'Internal Error')),
    purge('failed', ['/api/e.json'], fails(2 * MINUTE, 'OriginReturn StatusCode 5XX')),
    purge('failed', ['/api/f.json'], fails(2 * MINUTE, 'Origin Return StatusCode 5XX')),
    purge('failed', ['/none.css'], fails(2 * MINUTE, '')),
    prefetch('failed', '/video/c.mp4', fails(12 * MINUTE, 'OriginTimeout')),
    prefetch('failed', '/video/d.mp4', fails(12 * MINUTE, 'Origin Timeout')),
    prefetch('complete', '/video/g.mp4', completes(14 * MINUTE)),
    prefetch('complete', '/video/h.mp4', completes(9 * MINUTE)),
    purge('complete', ['/img/'], completes(6 * MINUTE), { type: 'directory' }),
    // Longer than a purge should take: told as overdue first.
    purge('complete', ['/archive/'], completes(34 * MINUTE), { type: 'directory' }),
    // A status nobody has heard of counts as running.
    purge('complete', ['/new.css'], { steps: [...inUnknownStatus('Verifying').steps, endAfter(7 * MINUTE)] }),
    // Text from outside that would like to ping the channel and forge a link.
    purge('failed', ['/<!channel>?<http://evil.example|http://example.com>'], fails(4 * MINUTE, '<!here> & <@U0000>'), {
      label: '<!everyone> *deploy*',
    }),
    // The two of the API page's example; the second one is at 99.37 % there.
    watched('complete', '12345678', '/abc.jpg', completes(0)),
    watched('complete', '23456789', '/bcd.jpg', { steps: [...neverFinishes(0).steps, endAfter(4 * MINUTE)] }),
    // Known to the CDN only some time after it was submitted.
    { ...watched('complete', '30000001', '/late.css', completes(5 * MINUTE)), hiddenForMs: 3 * MINUTE },
    // No such task, and no such id.
    { way: 'watched', ends: 'missing', id: '99999999', entries: [] },
    { way: 'watched', ends: 'rejected', id: 'not-a-task-id', entries: [], refused: true },
    // Typed into the console: nothing but a key, a very old one, and one that nobody can read.
    typed('complete', '40000001', '/typed.html', completes(4 * MINUTE), {}),
    typed('expired', '40000002', '/old.css', createdAt(now - 40 * DAY, completes(MINUTE)), { added: now - 40 * DAY }),
    typed('dead', '40000003', '/spoilt.css', completes(MINUTE), { added: 'yesterday' }),
  ];
}

function deploy(label: string, domains: number, life: (i: number) => Life): DemoTask {
  const urls = Array.from(
    { length: domains },
    (_, i) => `http://static-${i + 1}.example.com/${label.replace(' ', '-')}.js`,
  );
  const lives = new Map(urls.map((url, i) => [url, life(i)]));
  const endsOf = new Map(
    [...lives].map(([url, { steps }]) => [url, steps.at(-1)?.status === 'Failed' ? 'failed' : 'complete'] as const),
  );
  return { way: 'submitted', ends: 'complete', endsOf, event: { refresh: { urls }, label }, lives };
}

function submitted(
  ends: Outcome,
  what: 'refresh' | 'preload',
  paths: readonly string[],
  life: (i: number) => Life,
  { label, ...options }: { label?: string; type?: string } = {},
): DemoTask {
  const urls = paths.map(inFull);
  const event = { [what]: { urls, ...options }, ...(label !== undefined && { label }) };
  return { way: 'submitted', ends, event, lives: new Map(urls.map((url, i) => [url, life(i)])) };
}

function purge(
  ends: Outcome,
  paths: readonly string[],
  life: Life,
  options?: { label?: string; type?: string },
): DemoTask {
  return submitted(ends, 'refresh', paths, () => life, options);
}

function prefetch(ends: Outcome, path: string, life: Life): DemoTask {
  return submitted(ends, 'preload', [path], () => life);
}

function watched(ends: Outcome, id: string, path: string, life: Life): DemoTask & { way: 'watched' } {
  return { way: 'watched', ends, id, entries: [{ url: inFull(path), life }] };
}

function typed(
  ends: DemoTask['ends'],
  id: string,
  path: string,
  life: Life,
  columns: Readonly<Record<string, string | number>>,
): DemoTask {
  return { way: 'typed', ends, id, entries: [{ url: inFull(path), life }], columns };
}

function pages(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `/shop/${count}/page-${i + 1}.html`);
}

function inFull(path: string): string {
  return `http://example.com${path}`;
}

function endAfter(afterMs: number): Life['steps'][number] {
  return { ...stepAt(completes(0), 0), afterMs };
}
