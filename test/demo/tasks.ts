/** The tasks of `npm start`: one of every kind, with what shall become of it. */

import type { Outcome } from '../../lib/task';
import { completes, createdAt, fails, inUnknownStatus, type Life, neverFinishes, stepAt } from '../cloud/cdn/life';
import type { EntryScript } from '../cloud/cdn/tasks';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface DemoTask {
  readonly id: string;
  /** Which list it ends on, and how. */
  readonly ends: Outcome | 'dead';
  /** What the CDN knows of it; undefined: nothing. */
  readonly entries?: readonly EntryScript[];
  /** The CDN refuses the id itself. */
  readonly refused?: boolean;
  readonly hiddenForMs?: number;
  /** Columns of the row, besides its key. */
  readonly columns: Readonly<Record<string, string | number>>;
}

/** @param now ms since 1970: when the demo begins */
export function demoTasks(now: number): DemoTask[] {
  const added = now;
  const one = (path: string, life: Life, objectType = 'file'): EntryScript[] => [
    { url: `http://example.com${path}`, objectType, life },
  ];
  const many = (count: number, life: (i: number) => Life): EntryScript[] =>
    Array.from({ length: count }, (_, i) => ({
      url: `https://www.example.com/shop/page-${i + 1}.html`,
      objectType: 'file',
      life: life(i),
    }));
  const ordinary = Array.from({ length: 24 }, (_, i): DemoTask => {
    const label = i < 16 ? 'deploy 1.2.3' : 'deploy 1.2.4';
    return {
      id: String(17_000_000_001 + i),
      ends: 'complete',
      entries: one(`/static/app-${i + 1}.js`, completes((2 + (i % 5)) * MINUTE)),
      columns: { added, label, kind: 'file', urls: `http://example.com/static/app-${i + 1}.js` },
    };
  });
  return [
    ...ordinary,
    // The two of the API page's example; the second one is at 99.37 % there.
    { id: '12345678', ends: 'complete', entries: one('/abc.jpg', completes(0)), columns: { added } },
    {
      id: '23456789',
      ends: 'complete',
      entries: one('/bcd.jpg', {
        steps: [...neverFinishes(0).steps, { ...stepAt(completes(0), 0), afterMs: 4 * MINUTE }],
      }),
      columns: { added },
    },
    // Merged tasks: one id for many URLs.
    {
      id: '18000000001',
      ends: 'complete',
      entries: many(2_000, () => completes(5 * MINUTE)),
      columns: { added, label: 'relaunch' },
    },
    {
      id: '18000000002',
      ends: 'failed',
      entries: many(12, (i) =>
        i % 4 === 1 ? fails(5 * MINUTE, i < 6 ? 'OriginTimeout' : 'InternalError') : completes(3 * MINUTE),
      ),
      columns: { added, label: 'relaunch' },
    },
    {
      id: '18000000003',
      ends: 'complete',
      entries: many(300, (i) => completes((1 + (i % 6)) * MINUTE)),
      columns: { added, label: 'relaunch' },
    },
    // Each Description, in both spellings.
    {
      id: '19000000001',
      ends: 'failed',
      entries: one('/img/a.png', fails(3 * MINUTE, 'InternalError')),
      columns: { added },
    },
    {
      id: '19000000002',
      ends: 'failed',
      entries: one('/img/b.png', fails(3 * MINUTE, 'Internal Error')),
      columns: { added },
    },
    {
      id: '19000000003',
      ends: 'failed',
      entries: one('/video/c.mp4', fails(12 * MINUTE, 'OriginTimeout'), 'preload'),
      columns: { added, kind: 'preload' },
    },
    {
      id: '19000000004',
      ends: 'failed',
      entries: one('/video/d.mp4', fails(12 * MINUTE, 'Origin Timeout'), 'preload'),
      columns: { added, kind: 'preload' },
    },
    {
      id: '19000000005',
      ends: 'failed',
      entries: one('/api/e.json', fails(2 * MINUTE, 'OriginReturn StatusCode 5XX')),
      columns: { added },
    },
    {
      id: '19000000006',
      ends: 'failed',
      entries: one('/api/f.json', fails(2 * MINUTE, 'Origin Return StatusCode 5XX')),
      columns: { added },
    },
    { id: '19000000007', ends: 'failed', entries: one('/none.css', fails(2 * MINUTE, '')), columns: { added } },
    // Prefetches and directories.
    {
      id: '20000000001',
      ends: 'complete',
      entries: one('/video/g.mp4', completes(14 * MINUTE), 'preload'),
      columns: { added, kind: 'preload' },
    },
    {
      id: '20000000002',
      ends: 'complete',
      entries: one('/video/h.mp4', completes(9 * MINUTE), 'preload'),
      columns: { added, kind: 'preload' },
    },
    {
      id: '20000000003',
      ends: 'complete',
      entries: one('/img/', completes(6 * MINUTE), 'directory'),
      columns: { added, kind: 'directory' },
    },
    // Longer than a purge should take: told as overdue first.
    {
      id: '20000000004',
      ends: 'complete',
      entries: one('/archive/', completes(34 * MINUTE), 'directory'),
      columns: { added, kind: 'directory' },
    },
    // A status nobody has heard of counts as running.
    {
      id: '20000000005',
      ends: 'complete',
      entries: one('/new.css', {
        steps: [...inUnknownStatus('Verifying').steps, { ...stepAt(completes(0), 0), afterMs: 7 * MINUTE }],
      }),
      columns: { added },
    },
    // Known to the CDN only some time after it was submitted.
    {
      id: '20000000006',
      ends: 'complete',
      entries: one('/late.css', completes(5 * MINUTE)),
      hiddenForMs: 3 * MINUTE,
      columns: { added },
    },
    // Nothing but a key, as typed into the console.
    { id: '21000000001', ends: 'complete', entries: one('/typed.html', completes(4 * MINUTE)), columns: {} },
    // Text from outside that would like to ping the channel and forge a link.
    {
      id: '21000000002',
      ends: 'failed',
      entries: one('/<!channel>?<http://evil.example|http://example.com>', fails(4 * MINUTE, '<!here> & <@U0000>')),
      columns: { added, label: '<!everyone> *deploy*' },
    },
    // No such task, no such id, too old, and a row nobody can read.
    { id: '99999999', ends: 'missing', columns: { added } },
    { id: 'not-a-task-id', ends: 'rejected', refused: true, columns: { added } },
    {
      id: '22000000001',
      ends: 'expired',
      entries: one('/old.css', createdAt(now - 40 * DAY, completes(5 * MINUTE))),
      columns: { added: now - 40 * DAY },
    },
    {
      id: '22000000002',
      ends: 'dead',
      entries: one('/spoilt.css', completes(MINUTE)),
      columns: { added: 'yesterday' },
    },
  ];
}
