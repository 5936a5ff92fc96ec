import { describe, expect, test } from 'vitest';
import { oneMore, type Running } from '../../lib/steps/running';
import { NOW, waiting } from '../support/tasks';

describe('what runs of a submission', () => {
  test.each<[string, Running | undefined, number | undefined, Running]>([
    ['begins with one task', undefined, NOW, { tasks: 1, since: NOW }],
    ['has one task more', { tasks: 3, since: NOW }, NOW + 1, { tasks: 4, since: NOW }],
    ['runs since its first task came', { tasks: 1, since: NOW }, NOW - 1, { tasks: 2, since: NOW - 1 }],
    ['runs since the first of those of which that is known', { tasks: 1 }, NOW, { tasks: 2, since: NOW }],
    [
      'forgets nothing for a task of which it is not known',
      { tasks: 1, since: NOW },
      undefined,
      { tasks: 2, since: NOW },
    ],
    ['may not know since when', undefined, undefined, { tasks: 1 }],
  ])('%s', (_why, before, added, after) => {
    expect(oneMore(before, waiting(added === undefined ? {} : { added }))).toEqual(after);
  });
});
