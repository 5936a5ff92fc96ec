/** Who is to hear of a task, by the settings NOTIFY and SLACK_FAILURES. */
import { describe, expect, test } from 'vitest';
import { audiencesOf, type Routes, untold, WEBHOOKS } from '../../lib/steps/audience';
import { AUDIENCES, type Audience, OUTCOMES } from '../../lib/task';
import { owed } from '../support/tasks';

const routes = (notify: Routes['notify'], failures: Routes['failures']): Routes => ({ notify, failures });

describe('a success', () => {
  test.each<[string, Routes, Audience[]]>([
    ['is for the channel', routes('all', 'none'), ['channel']],
    ['is not for those who hear of failures as well', routes('all', 'also'), ['channel']],
    ['is for the channel when failures are told elsewhere', routes('all', 'only'), ['channel']],
    ['is for nobody when only failures are asked for', routes('failures', 'none'), []],
    ['is for nobody then, whoever hears of failures', routes('failures', 'only'), []],
  ])('%s', (_why, to, audiences) => {
    expect(audiencesOf(owed(), to)).toEqual(audiences);
  });
});

describe.each(OUTCOMES.filter((outcome) => outcome !== 'complete'))('a task that is %s', (outcome) => {
  test.each<[string, Routes, Audience[]]>([
    ['is for the channel when there is no other', routes('all', 'none'), ['channel']],
    ['is for the channel also when only failures are asked for', routes('failures', 'none'), ['channel']],
    ['is for both', routes('all', 'also'), ['failures', 'channel']],
    ['is for the second webhook only', routes('all', 'only'), ['failures']],
    ['is for the second webhook only, when the channel hears of nothing', routes('failures', 'only'), ['failures']],
  ])('%s', (_why, to, audiences) => {
    expect(audiencesOf(owed({}, { outcome }), to)).toEqual(audiences);
  });
});

describe('who has yet to hear of a failure', () => {
  test.each<[string, Audience[] | undefined, Routes, Audience[]]>([
    ['are all, when nobody was told', undefined, routes('all', 'also'), ['failures', 'channel']],
    ['is the channel, when the other webhook took it', ['failures'], routes('all', 'also'), ['channel']],
    ['is the second webhook, when the channel took it', ['channel'], routes('all', 'also'), ['failures']],
    ['is nobody, when both took it', ['channel', 'failures'], routes('all', 'also'), []],
    ['is the one that a new setting names', ['channel'], routes('all', 'only'), ['failures']],
    ['is nobody, when the webhook that did not take it is gone', ['channel'], routes('all', 'none'), []],
  ])('%s', (_why, told, to, audiences) => {
    expect(untold(owed(told ? { told } : {}, { outcome: 'failed' }), to)).toEqual(audiences);
  });
});

test('each audience has a setting of its own', () => {
  expect(new Set(AUDIENCES.map((audience) => WEBHOOKS[audience])).size).toBe(AUDIENCES.length);
});
