/** Timer event → one sweep → summary. */
import { randomUUID } from 'node:crypto';
import { type CheckAnswer, check } from '../lib/check';
import { readSettings } from '../lib/config';
import type { Context } from '../lib/context';
import { createCdn } from '../lib/edges/cdn';
import { createSlack } from '../lib/edges/slack';
import { createTaskList } from '../lib/edges/tablestore';
import { createRowTrials } from '../lib/edges/tablestore-trials';
import { createInstance, type Instance, startClock } from '../lib/instance';
import { createLog, loggable } from '../lib/log';
import { createPace } from '../lib/pace';
import type { Pace } from '../lib/ports';
import { quietChannel, type Silence } from '../lib/quiet-channel';
import { adviceFor } from '../lib/steps/advice';
import { divideTime } from '../lib/steps/budget';
import { asksForCheck, readEvent } from '../lib/steps/check-event';
import type { Told } from '../lib/steps/operator';
import type { Summary } from '../lib/summary';
import { sweep } from '../lib/sweep';
import type { Audience } from '../lib/task';
import { type OperatorWorld, tellOperator } from '../lib/tell-operator';
import { pollTrials } from '../lib/trials';

/** Kept while the instance is warm, the pace too: the limit on calls knows nothing of invocations. */
let warm: { readonly instance: Instance; readonly pace: Pace } | undefined;

/** What the operator was told of, when the list was out of reach. */
let told: Told = {};
const silences: Record<Audience, Silence> = { channel: { until: 0 }, failures: { until: 0 } };

/**
 * One tick: one sweep over the pending list. Or, when the event asks for that, a check of this function itself.
 * @param event the timer's, and nothing in it matters; or `{"check": true}`
 * @returns counts of what was done, which Function Compute gives back as JSON
 * @throws {ConfigError} when settings are missing or wrong, the function has no role, or its timeout is too short
 * @throws {TablestoreError} when the list could not be read, or the right to sweep could not be taken
 */
export async function handler(event: Buffer, context: Context): Promise<Summary | CheckAnswer> {
  const clock = startClock();
  let operator: OperatorWorld | undefined;
  try {
    const settings = readSettings(process.env);
    const timeoutMs = context.function.timeout * 1000;
    const budget = divideTime(timeoutMs);
    warm ??= {
      instance: createInstance(settings),
      pace: createPace(settings.cdn.callsPerSecond, clock),
    };
    const { instance, pace } = warm;
    instance.begin(context, clock, budget.end);
    const cdn = createCdn(instance.cdn);
    const webhook = (url: string, who: Audience) => quietChannel(createSlack(url, clock.now), silences[who], clock);
    const channel = webhook(settings.slackWebhookUrl, 'channel');
    const second = settings.failuresWebhookUrl;
    const channels = { channel, ...(second && { failures: webhook(second, 'failures') }) };
    const log = createLog(settings.logLevel, context.requestId);
    if (asksForCheck(readEvent(String(event)))) {
      const rows = createRowTrials(instance.tablestore, settings.tablestore.table);
      return await check('poll', {
        trials: pollTrials({ rows, cdn, channels }),
        untried: [],
        tablestore: settings.tablestore,
        log,
      });
    }
    const place = [context.region, settings.tablestore.table].filter(Boolean).join(' · ');
    operator = { channel, clock, log, place, silence: silences.channel, end: budget.end };
    let trouble: unknown;
    const { historyDays, notify, announce, failures, mention, linkTemplate } = settings;
    const summary = await sweep(
      {
        ...{ historyDays, notify, announce, failures, mention, linkTemplate },
        owner: `${context.requestId} ${randomUUID()}`,
        timeoutMs,
        place,
      },
      {
        list: createTaskList(instance.tablestore, settings.tablestore.table),
        cdn,
        channels,
        pace,
        clock,
        log,
        trouble: (error) => {
          trouble ??= error;
        },
      },
    );
    // Whoever has the lease speaks.
    if (summary.skipped['lease-held'] === undefined) told = await tellOperator(trouble, told, operator);
    return summary;
  } catch (error) {
    createLog('error', context.requestId).error(
      { ...loggable(error), advice: adviceFor(error, 'poll') },
      'nothing could be done',
    );
    if (operator) told = await tellOperator(error, told, operator);
    throw error;
  }
}
