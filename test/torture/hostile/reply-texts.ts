/** Replies of the CDN as texts: hostile entries beside those of healthy tasks, and answers that are no replies at all. */
import fc from 'fast-check';
import type { Neighbour } from './outcome';
import { anyJson, anyObject, anyText } from './values';

/** Ids the CDN is asked about beside the healthy ones: what a table's row can be called and a call can carry. */
export const WATCHED = [
  '__proto__',
  'constructor',
  'toString',
  '100000009a',
  '100000009A',
  '300000001',
  '123456789012345678901234567890',
  '1e3',
  '-0',
  'ＡＢＣ',
  'e\u0301',
  '\u202E1',
  '\u0000',
  '<!channel>',
  'x'.repeat(1_024),
];

const status = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('"Complete"', '"Failed"', '"Refreshing"', '"COMPLETE"', '"timeout"') },
  fc.constantFrom('"complete "', '"Complete\\u0000"', '"Ｃomplete"', '["Complete"]', '{"Status":"Complete"}', '100'),
  anyJson,
);
const time = fc.oneof(
  fc.constantFrom('"2026-11-23T11:59:00Z"', '"2099-12-31T23:59Z"', '"2000-01-01T00:00:00Z"', '"2026-13-45T99:99:99Z"'),
  fc.constantFrom('1795445520000', '"1795445520"', '"2026-11-23T11:59:00+08:00"', '"+275760-09-13T00:00:00Z"'),
  anyJson,
);

/** About one of the watched tasks, about one that is written nearly the same, about a stranger, or about nobody. */
const taskId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WATCHED).map((id) => JSON.stringify(id)) },
  fc.constantFrom('123456789012345678901234567890', '300000001', '3.00000001e8', '300000001.0', '1000'),
  fc.constantFrom('"100000009 "', '" 100000009"', '"100000009\\u0000"', '["100000009"]', '{"TaskId":"100000009"}'),
  fc.constantFrom('"400000001"', '""', '"300000001,100000009"'),
  anyJson,
);

const entry = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(taskId, anyJson, anyJson, status, anyJson, time)
      .map(
        ([id, path, type, how, why, when]) =>
          `{"TaskId":${id},"ObjectPath":${path},"ObjectType":${type},"Status":${how},"Description":${why},"CreationTime":${when}}`,
      ),
  },
  { weight: 2, arbitrary: anyObject('TaskId', 'ObjectPath', 'ObjectType', 'Status', 'Description', 'CreationTime') },
  anyJson,
);

/** The API gives one entry a URL, and a task can have thousands. */
const crowd = fc
  .tuple(fc.constantFrom('one', 'spread'), fc.constantFrom('Complete', 'Failed', 'Refreshing', '\u202E<!here>'))
  .map(([how, state]) =>
    Array.from({ length: 20_000 }, (_, i) => {
      const id = how === 'one' ? '300000001' : WATCHED[i % WATCHED.length];
      return `{"TaskId":${JSON.stringify(id)},"ObjectPath":"http://example.com/<${i}>","Status":${JSON.stringify(state)},"Description":"\\ud800 ${i}"}`;
    }),
  );

export const entries = fc.oneof(
  { weight: 60, arbitrary: fc.array(entry, { maxLength: 6 }) },
  { weight: 6, arbitrary: fc.tuple(entry, fc.constantFrom(2, 300)).map(([one, times]) => new Array(times).fill(one)) },
  { weight: 1, arbitrary: crowd },
);

/** What comes in place of a reply. */
export const broken = fc.oneof(
  anyObject('Tasks', 'TotalCount', 'Code', 'Message', 'RequestId', 'PageNumber'),
  anyJson,
  anyJson.map((tasks) => `{"Tasks":${tasks}}`),
  anyJson.map((tasks) => `{"Tasks":{"CDNTask":${tasks}}}`),
  anyJson.map((count) => `{"TotalCount":${count}}`),
  anyText,
  fc.constantFrom('', '<html>502</html>', '{"Tasks":[', '\uFEFF{"Tasks":[]}', 'null'),
);

/**
 * A reply as the API writes it, with more in it than there should be.
 * @param odd stands where nobody must rely on anything
 */
export function replyText(
  shape: 'flat' | 'nested',
  hostile: readonly string[],
  healthy: readonly Neighbour[],
  { asNumbers, odd }: { readonly asNumbers: boolean; readonly odd: string },
): string {
  const own = healthy.map(({ id, outcome }) => {
    // What it is called and how it ended is said; nothing else need be as it should.
    const about = `{"TaskId":${asNumbers ? id : `"${id}"`},"ObjectPath":${odd},"ObjectType":${odd},"CreationTime":${odd}`;
    return `${about},"Status":${outcome === 'complete' ? '"Complete"' : '"Failed","Description":"OriginTimeout"'}}`;
  });
  const middle = Math.ceil(hostile.length / 2);
  const tasks = `[${[...hostile.slice(0, middle), ...own, ...hostile.slice(middle)].join(',')}]`;
  return `{"RequestId":"1","TotalCount":${own.length},"Tasks":${shape === 'flat' ? tasks : `{"CDNTask":${tasks}}`}}`;
}
