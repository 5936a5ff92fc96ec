/** What a submission may ask for, and how each fault is named. */
import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../lib/steps/check-request';
import { checkUrl } from '../../lib/steps/check-url';
import type { Kind } from '../../lib/submission';

const faultsOf = (event: unknown) => {
  const checked = checkRequest(event);
  return 'faults' in checked ? checked.faults : [];
};

const urlOf = (length: number) => 'http://example.com/'.padEnd(length, 'a');

describe('a URL', () => {
  it.each<[string, string, Kind, string]>([
    ['is left as it is', 'http://example.com/a%20b?x=1&y=%7E', 'file', 'http://example.com/a%20b?x=1&y=%7E'],
    ['keeps its capitals and its dots', 'HTTP://Example.COM/A/../b', 'file', 'HTTP://Example.COM/A/../b'],
    ['loses the blanks around it', '  http://example.com/a \r', 'file', 'http://example.com/a'],
    [
      'has letters outside ASCII encoded',
      'http://example.com/é/日本.html?q=ü',
      'file',
      'http://example.com/%C3%A9/%E6%97%A5%E6%9C%AC.html?q=%C3%BC',
    ],
    [
      'has a domain outside ASCII in its ASCII form',
      'https://bücher.example/a',
      'file',
      'https://xn--bcher-kva.example/a',
    ],
    ['of a domain alone gets a path', 'http://example.com', 'file', 'http://example.com/'],
    ['keeps its port', 'http://example.com:8080/a', 'file', 'http://example.com:8080/a'],
    ['may have a domain with a part of one letter', 'http://a.example.com/', 'file', 'http://a.example.com/'],
    ['may have a domain whose end begins with a digit', 'http://example.1and1/', 'file', 'http://example.1and1/'],
    ['may be longer than a prefetch', urlOf(1_025), 'file', urlOf(1_025)],
    ['may be as long as a prefetch', urlOf(1_024), 'preload', urlOf(1_024)],
    ['may be as long as a regular expression', urlOf(8_000), 'regex', urlOf(8_000)],
    ['of a directory ends with a slash', 'http://example.com/img/', 'directory', 'http://example.com/img/'],
    [
      'that is a regular expression is left as it is',
      'http://example.com/.*\\.(jpg|png)$',
      'regex',
      'http://example.com/.*\\.(jpg|png)$',
    ],
  ])('%s', (_, text, kind, url) => {
    expect(checkUrl(text, kind)).toEqual({ url });
  });

  it.each<[string, unknown, Kind, string]>([
    ['no text', 5, 'file', 'is not text'],
    ['empty', '  ', 'file', 'is empty'],
    ['two in one', 'http://example.com/a http://example.com/b', 'file', 'has white space in it'],
    ['one with a line break', 'http://example.com/a\nhttp://example.com/b', 'file', 'has white space in it'],
    ['one with a control character', 'http://example.com/\u0000a', 'file', 'has white space in it'],
    ['one without a scheme', 'example.com/a', 'file', 'does not begin with http:// or https://'],
    ['one behind a word', 'url:http://example.com/a', 'file', 'does not begin with http:// or https://'],
    ['one of another scheme', 'ftp://example.com/a', 'file', 'does not begin with http:// or https://'],
    ['one without a domain', 'http://', 'file', 'is not a URL'],
    ['one with a port that is none', 'http://example.com:99999/', 'file', 'is not a URL'],
    ['one of a bare host', 'http://localhost/a', 'file', 'has no domain name'],
    ['one with a password', 'http://me:secret@example.com/', 'file', 'holds a user name or password'],
    ['one with a fragment', 'http://example.com/a#b', 'file', 'has a # part'],
    ['half a surrogate pair', 'http://example.com/\ud800', 'file', 'is not well-formed Unicode'],
    [
      'a query straight behind the domain, which could be read as the whole site',
      'https://shop.example.com?dir=ä/',
      'directory',
      'has no / behind the domain name',
    ],
    ['a query without a path', 'https://example.com?x=1', 'file', 'has no / behind the domain name'],
    ['a fragment without a path', 'https://example.com#', 'file', 'has no / behind the domain name'],
    ['an empty fragment', 'https://example.com/a#', 'file', 'has a # part'],
    ['a backslash behind the domain', 'https://example.com\\path', 'directory', 'has no / behind the domain name'],
    ['a backslash', 'https://example.com/a\\b', 'file', 'has a backslash'],
    ['one slash too many', 'http:///example.com/a', 'file', 'is not a URL'],
    ['an empty user name', 'https://@example.com/', 'file', 'holds a user name or password'],
    ['an address of numbers', 'http://127.0.0.1/a', 'file', 'has no domain name'],
    ['an address that ends in two digits', 'http://127.0.0.12/a', 'file', 'has no domain name'],
    ['an IPv6 address', 'http://[::1]/a', 'file', 'has no domain name'],
    ['a number for a host', 'http://1/a', 'file', 'has no domain name'],
    ['an empty label in the domain', 'https://example..com/', 'file', 'has no domain name'],
    ['a dot before the domain', 'https://.example.com/', 'file', 'has no domain name'],
    ['a star for a domain', 'https://*.example.com/a', 'file', 'has no domain name'],
    ['a long regular expression', `http://example.com/${'a'.repeat(8_000)}`, 'regex', 'is longer than 8000 characters'],
    ['an expression for a domain', 'https://(www|m).example.com/.*', 'regex', 'is not a URL'],
    ['a directory without a slash', 'http://example.com/img', 'directory', 'must end with /'],
    ['a long prefetch', `http://example.com/${'a'.repeat(1_024)}`, 'preload', 'is longer than 1024 characters'],
    ['a regular expression with letters outside ASCII', 'http://example.com/é.*', 'regex', 'has letters outside ASCII'],
  ])('that is %s is refused', (_, text, kind, fault) => {
    expect(checkUrl(text, kind)).toEqual({ fault: expect.stringContaining(fault) });
  });
});

describe('a request', () => {
  it('may hold everything at once, and has each URL and id once', () => {
    expect(
      checkRequest({
        refresh: { urls: ['http://example.com/a', 'http://example.com/a', 'http://example.com/b'], label: 'own' },
        preload: { urls: ['http://example.com/c'], area: 'overseas', l2: true, headers: { 'Accept-Encoding': 'gzip' } },
        watch: ['1,2', ' 3 ', '1'],
        label: ' deploy 1.2.3 ',
      }),
    ).toEqual({
      request: {
        refresh: { urls: ['http://example.com/a', 'http://example.com/b'], kind: 'file', force: false, label: 'own' },
        preload: { urls: ['http://example.com/c'], area: 'overseas', l2: true, headers: { 'Accept-Encoding': 'gzip' } },
        watch: ['1', '2', '3'],
        label: 'deploy 1.2.3',
      },
    });
  });

  it.each<[string, unknown, string[]]>([
    ['is no object', 'refresh', ['the event must be a JSON object']],
    ['is null', null, ['the event must be a JSON object']],
    ['is a list', [], ['nothing to do: give refresh, preload or watch']],
    ['is empty', {}, ['nothing to do: give refresh, preload or watch']],
    ['has a field nobody knows', { watch: ['1'], labels: 'x' }, ['labels is not a field of a submission']],
    [
      'has a field nobody knows inside',
      { refresh: { urls: ['http://example.com/'], kind: 'file' } },
      ['refresh.kind is not a field of a submission'],
    ],
    ['has no URLs', { refresh: {} }, ['refresh.urls is missing']],
    ['has an empty list of URLs', { refresh: { urls: [] } }, ['refresh.urls is empty']],
    [
      'has URLs that are no list',
      { refresh: { urls: 'http://example.com/' } },
      ['refresh.urls must be a list of URLs'],
    ],
    [
      'has too many URLs',
      { refresh: { urls: Array(10_001).fill('http://example.com/') } },
      ['refresh.urls holds more than 10000 URLs'],
    ],
    [
      'has a type nobody knows',
      { refresh: { urls: ['http://example.com/'], type: 'all' } },
      ['refresh.type must be one of file, directory, regex, ignore-params'],
    ],
    [
      'has an area nobody knows',
      { preload: { urls: ['http://example.com/'], area: 'moon' } },
      ['preload.area must be domestic or overseas'],
    ],
    [
      'has text for yes or no',
      { refresh: { urls: ['http://example.com/'], force: 'yes' } },
      ['refresh.force must be true or false'],
    ],
    [
      'has a header by a name that is more than a name',
      { preload: { urls: ['http://example.com/'], headers: JSON.parse('{"__proto__":"x","a":"b"}') } },
      ['preload.headers must not have a header named __proto__, constructor or prototype'],
    ],
    [
      'has a list for headers',
      { preload: { urls: ['http://example.com/'], headers: ['a'] } },
      ['preload.headers must be an object of header names and values'],
    ],
    [
      'has a domain name of a hundred thousand letters',
      { refresh: { urls: [`http://${'\u4e2d'.repeat(100_000)}.com/`] } },
      [expect.stringContaining('has a domain name longer than 260 characters')],
    ],
    [
      'has a field with an endless name',
      { ['x'.repeat(100_000)]: 1, watch: ['1'] },
      [expect.stringMatching(/^x{119}… is not a field of a submission$/)],
    ],
    [
      'has headers that are no text',
      { preload: { urls: ['http://example.com/'], headers: { a: 1 } } },
      ['preload.headers.a must be text'],
    ],
    [
      'has a label of 5,000 characters',
      { watch: ['1'], label: 'x'.repeat(5_000) },
      ['label is longer than 200 characters'],
    ],
    [
      'has a label of two lines',
      { watch: ['1'], label: 'a\nb' },
      ['label must be one line, without control characters'],
    ],
    ['has a label that is no text', { watch: ['1'], label: 7 }, ['label must be text']],
    [
      'has an id that is none',
      { watch: ['1', '', 'a b', 5] },
      [
        'watch[1] is not a task id, nor several with commas between them',
        'watch[2] has letters no task id has: a b',
        'watch[3] is not a task id, nor several with commas between them',
      ],
    ],
    ['has an empty list of ids', { watch: [] }, ['watch is empty']],
    [
      'has URLs with nothing in them to be shown',
      { refresh: { urls: [5, ''] } },
      ['refresh.urls[0] is not text', 'refresh.urls[1] is empty'],
    ],
    [
      'has one id among several that is none',
      { watch: ['1,,2', '1,a b'] },
      ['watch[0] is not a task id, nor several with commas between them', 'watch[1] has letters no task id has: 1,a b'],
    ],
    ['has ids that are no list', { watch: '1' }, ['watch must be a list of task ids']],
    ['has too many ids', { watch: Array(10_001).fill('1') }, ['watch holds more than 10000 ids']],
    ['has a refresh that is no object', { refresh: 'http://example.com/' }, ['refresh must be an object']],
    ['has a prefetch that is no object', { preload: true }, ['preload must be an object']],
    ['has a prefetch without URLs', { preload: {} }, ['preload.urls is missing']],
    [
      'has headers that are no object',
      { preload: { urls: ['http://example.com/'], headers: 'a: 1' } },
      ['preload.headers must be an object of header names and values'],
    ],
    [
      'has text for yes or no in its prefetch',
      { preload: { urls: ['http://example.com/'], l2: 'no' } },
      ['preload.l2 must be true or false'],
    ],
    [
      'has a label of 201 characters for a part',
      { preload: { urls: ['http://example.com/'], label: 'x'.repeat(201) } },
      ['preload.label is longer than 200 characters'],
    ],
  ])('that %s is refused', (_, event, faults) => {
    expect(faultsOf(event)).toEqual(faults);
  });

  it('gives only what was asked for, and else what is usual', () => {
    expect(checkRequest({ preload: { urls: ['http://example.com/c'] } })).toStrictEqual({
      request: { preload: { urls: ['http://example.com/c'], l2: false }, watch: [] },
    });
    expect(
      checkRequest({ refresh: { urls: ['http://example.com/c/'], type: 'directory', force: true }, label: ' ' }),
    ).toStrictEqual({
      request: { refresh: { urls: ['http://example.com/c/'], kind: 'directory', force: true }, watch: [] },
    });
  });

  it('may be as large as is allowed', () => {
    const urls = Array.from({ length: 10_000 }, (_, i) => `http://example.com/${i}`);
    const watch = Array.from({ length: 10_000 }, (_, i) => `${i}`);
    expect(faultsOf({ refresh: { urls }, preload: { urls }, watch, label: 'x'.repeat(200) })).toEqual([]);
  });

  it('is refused with every fault at once', () => {
    const faults = faultsOf({
      refresh: { urls: ['http://example.com/img/', 'http://example.com/a.js', 'nonsense'], type: 'directory' },
      preload: { urls: ['ftp://example.com/'] },
      watch: ['?'],
    });
    expect(faults).toEqual([
      expect.stringContaining('refresh.urls[1] is not a directory'),
      expect.stringContaining('refresh.urls[2] does not begin with http'),
      expect.stringContaining('preload.urls[0] does not begin with http'),
      expect.stringContaining('watch[0] has letters no task id has'),
    ]);
  });

  it('is refused with the faults of its URLs also when something else is wrong', () => {
    const preload = { urls: [urlOf(1_025)] };
    const refresh = { urls: ['nonsense'], type: 'all' };
    expect(faultsOf({ refresh, preload, watch: ['?'], label: 'x'.repeat(201) })).toEqual([
      'refresh.type must be one of file, directory, regex, ignore-params',
      'label is longer than 200 characters',
      expect.stringContaining('refresh.urls[0]'),
      expect.stringContaining('preload.urls[0] is longer than 1024 characters'),
      expect.stringContaining('watch[0]'),
    ]);
    expect(faultsOf({ preload })).toEqual([expect.stringContaining('preload.urls[0] is longer than 1024 characters')]);
  });

  it('is refused by the kind it names, also when something else is wrong', () => {
    const event = (type: string) => ({ refresh: { urls: ['http://example.com/img'], type }, label: 7 });
    expect(faultsOf(event('file'))).toEqual(['label must be text']);
    expect(faultsOf(event('directory'))).toEqual(['label must be text', expect.stringContaining('is not a directory')]);
  });

  it('is looked through no further than a list may be long', () => {
    const urls = [...Array(10_000).fill('http://example.com/'), 'nonsense'];
    const watch = [...Array(10_000).fill('1'), '?'];
    expect(faultsOf({ refresh: { urls }, preload: { urls }, watch })).toEqual([
      'refresh.urls holds more than 10000 URLs',
      'preload.urls holds more than 10000 URLs',
      'watch holds more than 10000 ids',
    ]);
  });

  it('names fifty faults one by one', () => {
    const faults = faultsOf({ refresh: { urls: Array(50).fill('nonsense') } });
    expect([faults.length, faults.at(-1)]).toEqual([50, expect.stringMatching(/^refresh\.urls\[49\] .*: nonsense$/)]);
  });

  it('names the first fifty faults and counts the others', () => {
    const faults = faultsOf({ refresh: { urls: Array(500).fill('nonsense') } });
    expect([faults.length, faults.at(-1)]).toEqual([51, 'and 450 more faults']);
  });

  it('may have a label that would ping everybody: it is only text', () => {
    expect(faultsOf({ watch: ['1'], label: '<!channel>' })).toEqual([]);
  });
});
