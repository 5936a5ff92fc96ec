/** Timer event → one sweep → summary. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings, type Settings } from '../lib/config';
import { type Context, credentialsOf } from '../lib/context';
import { createCdn } from '../lib/edges/cdn';
import type { Credentials } from '../lib/edges/credentials';
import { createSlack } from '../lib/edges/slack';
import { createTaskList } from '../lib/edges/tablestore';
import { createLog, loggable } from '../lib/log';
import { createPace } from '../lib/pace';
import type { Clock } from '../lib/ports';
import { adviceFor } from '../lib/steps/advice';
import { divideTime } from '../lib/steps/budget';
import type { Summary } from '../lib/summary';
import { sweep, type World } from '../lib/sweep';

/**
 * One tick: one sweep over the pending list.
 * @param _event the timer's event; nothing in it matters
 * @returns counts of what was done, which Function Compute gives back as JSON
 * @throws {ConfigError} when settings are missing or wrong, the function has no role, or its timeout is too short
 * @throws {TablestoreError} when the list could not be read, or the right to sweep could not be taken
 */
export async function handler(_event: Buffer, context: Context): Promise<Summary> {
  const began = performance.now();
  try {
    const settings = readSettings(process.env);
    instance ??= createInstance(settings);
    const timeoutMs = context.function.timeout * 1000;
    const end = divideTime(timeoutMs).end;
    const clock: Clock = {
      now: Date.now,
      elapsed: () => performance.now() - began,
      sleep: async (ms) => void (await sleep(ms)),
    };
    instance.credentials = credentialsOf(context);
    instance.timeLeft = () => end - clock.elapsed();
    return await sweep(
      { owner: context.requestId, timeoutMs, historyDays: settings.historyDays, notify: settings.notify },
      { ...instance.edges, clock, log: createLog(settings.logLevel, context.requestId) },
    );
  } catch (error) {
    createLog('error', context.requestId).error(
      { ...loggable(error), advice: adviceFor(error) },
      'nothing could be done',
    );
    throw error;
  }
}

/** What a warm instance keeps between invocations: open connections and the pace, but neither credentials nor deadlines. */
interface Instance {
  credentials: Credentials;
  timeLeft: () => number;
  readonly edges: Omit<World, 'clock' | 'log'>;
}

let instance: Instance | undefined;

function createInstance(settings: Settings): Instance {
  const created: Instance = {
    credentials: { accessKeyId: '', accessKeySecret: '' },
    timeLeft: () => 0,
    edges: {
      list: createTaskList({
        ...settings.tablestore,
        credentials: () => created.credentials,
        timeLeft: () => created.timeLeft(),
      }),
      cdn: createCdn({ endpoint: settings.cdn.endpoint, credentials: () => created.credentials }),
      channel: createSlack(settings.slackWebhookUrl, Date.now),
      pace: createPace(settings.cdn.callsPerSecond, async (ms) => void (await sleep(ms))),
    },
  };
  return created;
}
