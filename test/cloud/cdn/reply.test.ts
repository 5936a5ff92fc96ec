import { describe, expect, test } from 'vitest';
import { Refusal } from './refusal';
import { failure, type Reply, success } from './reply';

const XML = '<?xml version="1.0" encoding="UTF-8"?>';

describe('a reply in XML', () => {
  const cases: readonly (readonly [string, Reply, string])[] = [
    ['repeats the name of a list for each item', { T: [{ A: '1' }, { A: '2' }] }, '<T><A>1</A></T><T><A>2</A></T>'],
    ['has nothing for an empty list', { T: [], N: 0 }, '<N>0</N>'],
    ['nests objects', { T: { C: [{ A: '1' }] } }, '<T><C><A>1</A></C></T>'],
    ['keeps an empty text', { A: '' }, '<A></A>'],
    ['escapes what XML reserves', { A: `<a href="b">&c'</a>` }, `<A>&lt;a href=&quot;b&quot;&gt;&amp;c'&lt;/a&gt;</A>`],
  ];
  test.each(cases)('%s', (_what, reply, inner) => {
    const { body } = success('XML', 'Act', 'R', reply);
    expect(body).toBe(`${XML}<ActResponse><RequestId>R</RequestId>${inner}</ActResponse>`);
  });
});

test('a reply in JSON keeps numbers and lists', () => {
  const { body, headers } = success('JSON', 'Act', 'R', { T: [], N: 2 });
  expect(JSON.parse(String(body))).toEqual({ RequestId: 'R', T: [], N: 2 });
  expect(headers).toEqual({ 'content-type': 'application/json;charset=utf-8' });
});

test.each([
  ['JSON', '{"RequestId":"R","HostId":"cdn.aliyuncs.com","Code":"C","Message":"m < n"}'],
  [
    'XML',
    `${XML}<Error><RequestId>R</RequestId><HostId>cdn.aliyuncs.com</HostId><Code>C</Code><Message>m &lt; n</Message></Error>`,
  ],
] as const)('an error in %s has its status and four fields', (format, body) => {
  expect(failure(format, 'R', new Refusal(403, 'C', 'm < n'))).toMatchObject({ status: 403, body });
});
