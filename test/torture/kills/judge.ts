/** Judges one cloud from outside: by what Slack took, what the table holds after each tick, and what must have become of each task. */
import { AUDIENCES, type Audience } from '../../../lib/task';
import type { CdnServer } from '../../cloud/cdn/server';
import type { SlackServer } from '../../cloud/slack/server';
import { violations } from '../../cloud/slack/violations';
import type { Rows, Ways } from './cloud';
import { createHearing, type Hearing } from './hearing';
import { outcomeOf, rowsById } from './rows';
import { createStateWatch } from './states';
import type { LastMessage } from './tick';
import type { End } from './work';

/** What a judge looks at. */
export interface Scene {
  readonly cdn: Pick<CdnServer, 'maxInAnySecond' | 'throttled'>;
  readonly webhooks: Readonly<Partial<Record<Audience, Pick<SlackServer, 'messages' | 'arrived' | 'tooFast'>>>>;
  rows(): Rows;
}

export interface Judge {
  /**
   * @param last the last message of the tick, if it was killed
   * @returns whether a message was out, and no row knew of it
   */
  afterTick(last: LastMessage | undefined): boolean;
  /** When nothing is left to do: who was never told of what. */
  atTheEnd(): string[];
  readonly hearing: Hearing;
  /** Each once. */
  readonly breaches: ReadonlySet<string>;
}

const CDN_CALLS_A_SECOND = 30;

export function createJudge(scene: Scene, ways: Ways, ends: ReadonlyMap<string, End>): Judge {
  const breaches = new Set<string>();
  const hearing = createHearing((id) => ends.get(id));
  const watchStates = createStateWatch();
  const read: Record<Audience, number> = { channel: 0, failures: 0 };
  return {
    breaches,
    hearing,

    afterTick(last) {
      const rows = rowsById(scene.rows());
      const fresh = AUDIENCES.flatMap((to) => unread(to).map(({ payload }) => ({ to, payload })));
      const open = hearing.hear(fresh, rows);
      // Only the last one can be on its way to the table, and only as long as nothing else was begun.
      const excused = last?.writing && open.length === 1 && open[0] === last.to;
      if (open.length > 0 && !excused) breach(`a sweep went on, or ended, and had not recorded what ${open} heard`);
      for (const wrong of watchStates(rows)) breach(wrong);
      for (const { payload } of fresh) {
        for (const wrong of violations(payload)) breach(`Slack would not take a message: ${wrong}`);
      }
      return open.length > 0;
    },

    atTheEnd() {
      const { messages, repeats, excuses } = hearing;
      for (const wrong of hearing.breaches) breach(wrong);
      if (repeats > excuses)
        breach(`${repeats} of ${messages} messages are repeats, ${excuses} kills would excuse one`);
      judgeServers();
      const rows = rowsById(scene.rows());
      for (const [id, { pending }] of rows) if (pending) breach(`task ${id} is left on pending`);
      return [...ends].flatMap(([id, end]) => {
        const { done, dead } = rows.get(id) ?? {};
        const found = dead ? 'dead' : outcomeOf(done);
        if (found !== undefined && found !== end) breach(`task ${id} should be ${end} and is ${found}`);
        if (end === 'dead') return dead ? [] : [`task ${id}, which nobody can read, is not on dead`];
        return hearersOf(end)
          .filter((to) => !hearing.knows(to, id))
          .map((to) => `${to} never heard that task ${id} is ${end}`);
      });
    },
  };

  function breach(wrong: string): void {
    breaches.add(wrong);
  }

  function unread(to: Audience) {
    const all = scene.webhooks[to]?.messages ?? [];
    const fresh = all.slice(read[to]);
    read[to] = all.length;
    return fresh;
  }

  function judgeServers(): void {
    const calls = scene.cdn.maxInAnySecond();
    if (calls > CDN_CALLS_A_SECOND) breach(`${calls} calls to the CDN in one second`);
    if (scene.cdn.throttled > 0) breach(`the CDN turned ${scene.cdn.throttled} calls away as too many`);
    for (const [to, { arrived, messages, tooFast }] of Object.entries(scene.webhooks)) {
      if (arrived > messages.length) breach(`Slack did not take ${arrived - messages.length} messages to ${to}`);
      if (tooFast > 0) breach(`${tooFast} messages to ${to} came less than a second after the one before`);
    }
  }

  function hearersOf(end: End): readonly Audience[] {
    if (end === 'complete' || ways.failures === 'none') return ['channel'];
    return ways.failures === 'only' ? ['failures'] : ['channel', 'failures'];
  }
}
