/** What a submission writes down of each task it watches. */
import { describe, expect, test } from 'vitest';
import { toRows, watchedRows } from '../../lib/steps/rows';
import type { SubmitCall } from '../../lib/submission';
import { NOW } from '../support/tasks';

const URLS = ['1', '2', '3', '4'].map((name) => `http://example.com/${name}`);
const CALL: SubmitCall = { kind: 'directory', urls: URLS };

describe('the row of a task', () => {
  test('waits from now on, with its submission, and no sweep has written it', () => {
    expect(watchedRows(['17'], undefined, 's', NOW)).toStrictEqual([
      { state: 'waiting', id: '17', submission: 's', added: NOW, epoch: 0, urls: [] },
    ]);
  });

  test('has the label of the submission, if there is one', () => {
    expect(watchedRows(['17', '18'], 'deploy 1.2.3', 's', NOW)).toMatchObject([
      { id: '17', label: 'deploy 1.2.3' },
      { id: '18', label: 'deploy 1.2.3' },
    ]);
  });

  test('has the kind and the first three URLs of the call that made it', () => {
    expect(toRows(['17'], { ...CALL, label: 'relaunch' }, 's', NOW)).toStrictEqual([
      {
        state: 'waiting',
        id: '17',
        label: 'relaunch',
        submission: 's',
        kind: 'directory',
        urls: URLS.slice(0, 3),
        added: NOW,
        epoch: 0,
      },
    ]);
    expect(toRows(['17', '18'], CALL, 's', NOW).map(({ id }) => id)).toEqual(['17', '18']);
  });
});
