/** What one sweep could have to tell: tasks of every kind whose texts come from nobody knows where. */
import fc from 'fast-check';
import type { Mention } from '../../../lib/steps/mention';
import type { MessageOptions } from '../../../lib/steps/message';
import type { Owed, Tally, Waiting } from '../../../lib/task';
import { hostileOverdue, hostileOwed } from '../../steps/hostile';
import { NOW } from '../../support/tasks';

export const PAGE = 'https://cdn.console.example.com/refresh?a=1&b=2';
export const TEMPLATE = 'https://cdn.console.example.com/tasks/{id}?again={id}';

export interface Scene {
  readonly owed: readonly Owed[];
  readonly overdue: readonly Waiting[];
  readonly running: readonly Waiting[];
  readonly before: readonly (readonly [string, Tally])[];
  readonly options: MessageOptions;
  readonly failures: 'none' | 'also' | 'only';
  readonly grouped: boolean;
  /** The ids are numbers that no other text holds. */
  readonly numbered: boolean;
}

export const mention: fc.Arbitrary<Mention | undefined> = fc.constantFrom<(Mention | undefined)[]>(
  undefined,
  { kind: 'user', id: 'U0123ABCD' },
  { kind: 'usergroup', id: 'S0123ABCD' },
  { kind: 'broadcast', range: 'here' },
);

const options: fc.Arbitrary<MessageOptions> = fc.record({
  now: fc.constant(NOW),
  historyDays: fc.integer({ min: 1, max: 365 }),
  place: fc.constantFrom('', 'cn-hangzhou · cdn_tasks', 'x'.repeat(280)),
  mention,
  linkTemplate: fc.constantFrom(undefined, PAGE, TEMPLATE),
});

const count = fc.oneof(fc.nat({ max: 3 }), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER));
const tally: fc.Arbitrary<Tally> = fc.record(
  {
    urls: fc.record({ complete: count, failed: count, missing: count, expired: count, rejected: count }),
    tasks: count,
    kinds: fc.array(fc.constantFrom('', 'file', 'preload'), { maxLength: 3 }),
    from: fc.nat({ max: NOW }),
    until: fc.nat({ max: NOW }),
  },
  { requiredKeys: ['urls', 'tasks', 'kinds'] },
);

const rest = {
  options,
  failures: fc.constantFrom('none' as const, 'also' as const, 'only' as const),
  grouped: fc.boolean(),
  before: fc.array(fc.tuple(fc.constantFrom('s1', 's2', 's3'), tally), { maxLength: 2 }),
  running: fc.array(hostileOverdue, { maxLength: 2 }),
};

export const scene: fc.Arbitrary<Scene> = fc.record({
  numbered: fc.constant(false),
  owed: fc.array(hostileOwed, { maxLength: 5 }),
  overdue: fc.array(hostileOverdue, { maxLength: 2 }),
  ...rest,
});

/** So many tasks that they need several messages, and more than there are. */
export const crowd: fc.Arbitrary<Scene> = fc.record({
  numbered: fc.constant(true),
  owed: fc
    .tuple(fc.array(hostileOwed, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 60 }))
    .map(([some, times]) => Array.from({ length: times }, () => some).flat())
    .map((tasks) => tasks.map((task, i) => ({ ...task, id: String(7_000_000_000 + i) }))),
  overdue: fc
    .array(hostileOverdue, { maxLength: 2 })
    .map((tasks) => tasks.map((task, i) => ({ ...task, id: String(8_000_000_000 + i) }))),
  ...rest,
});
