import { describe, expect, test } from 'vitest';
import { divideAt } from '../../lib/steps/round';

/** U+FF5E comes before U+1F600 in UTF-8, and behind it in UTF-16. */
const WAVE = '\uFF5E';
const SMILE = '\u{1F600}';

describe('the rows behind a cursor', () => {
  test.each<[string, string[], string, string[]]>([
    ['are those after it', ['a', 'b', 'c'], 'b', ['c']],
    ['are none when it is the last', ['a', 'b', 'c'], 'c', []],
    ['are those behind its place when it is not on the list any more', ['a', 'c', 'd'], 'b', ['c', 'd']],
    ['are none when it is behind all', ['a', 'b'], 'z', []],
    ['are all when it is before all', ['b', 'c'], 'a', ['b', 'c']],
    ['are all when it is empty', ['a', 'b'], '', ['a', 'b']],
    ['are found by texts, not by numbers', ['10', '100', '9'], '10', ['100', '9']],
    ['are found by their UTF-8 bytes', ['a', WAVE, SMILE], WAVE, [SMILE]],
    ['are none behind the largest in UTF-8', ['a', WAVE, SMILE], SMILE, []],
    ['are small letters behind capitals', ['B', 'a'], 'B', ['a']],
    ['are none of none', [], 'a', []],
  ])('%s', (_why, ids, cursor, behind) => {
    const divided = divideAt(
      ids.map((id) => ({ id })),
      cursor,
    );
    expect(divided.behind.map(({ id }) => id)).toEqual(behind);
    expect([...divided.before, ...divided.behind].map(({ id }) => id)).toEqual(ids);
  });
});
