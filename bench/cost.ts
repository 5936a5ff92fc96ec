/** What a month costs: one in which nothing is submitted, and one with a thousand tasks a day. */
import { deployedFunctions } from '../test/cloud/functions/template';
import { computeUnits, longestWithinOneUnit, type Size, USD_A_UNIT } from './compute-units';
import { busyDay, type Day, idleDay, SAMPLE, SUBMISSIONS, URLS } from './day';
import { LATENCIES } from './far-cloud';
import type { Measured } from './part';
import { grouped, table } from './table';

const DAYS = 30;
/** How long rows are kept. */
const DAYS_KEPT = 90;

interface Month {
  readonly invocations: number;
  readonly seconds: number;
  readonly computeUnits: number;
  readonly computeUnitsBilled: number;
  readonly usd: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** When rows have been kept as long as they are. */
  readonly storedBytes: number;
  readonly cdnCalls: number;
  readonly messages: number;
}

export async function cost(): Promise<Measured> {
  const idle = await idleDay();
  const busy = await busyDay(idle);
  const { memorySize, cpu } = (await deployedFunctions({})).poll;
  const size = { memorySize, cpu };
  const months = { nothing: monthOf(idle, size), busy: monthOf(busy, size) };
  const assumed = { ...size, latencies: LATENCIES, days: DAYS, daysKept: DAYS_KEPT };
  return { figures: { assumed, ...months }, lines: show(months, size) };
}

function monthOf({ invoked, read, write, cdnCalls, messages, stored }: Day, size: Size): Month {
  const { exact, billed } = computeUnits(invoked, size);
  return {
    invocations: invoked.length * DAYS,
    seconds: (invoked.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000) * DAYS,
    computeUnits: exact * DAYS,
    computeUnitsBilled: billed * DAYS,
    usd: billed * DAYS * USD_A_UNIT,
    readUnits: read * DAYS,
    writeUnits: write * DAYS,
    storedBytes: stored * DAYS_KEPT,
    cdnCalls: cdnCalls * DAYS,
    messages: messages * DAYS,
  };
}

function show({ nothing, busy }: Readonly<Record<'nothing' | 'busy', Month>>, size: Size): string[] {
  const both = (name: string, text: (month: Month) => string) => [name, text(nothing), text(busy)];
  return [
    `A month of ${DAYS} days: functions of ${size.memorySize} MB and ${size.cpu} vCPU; ${LATENCIES.cdn} ms a CDN call, ${LATENCIES.tablestore} ms a request to Tablestore, ${LATENCIES.slack} ms a message:`,
    '',
    ...table(
      ['', 'nothing to watch', `${grouped(SUBMISSIONS * URLS)} tasks a day`],
      [
        both('invocations', ({ invocations }) => grouped(invocations)),
        both('seconds of running', ({ seconds }) => grouped(seconds)),
        both('Function Compute CU', ({ computeUnits }) => grouped(computeUnits)),
        both('… each function rounded up every hour', ({ computeUnitsBilled }) => grouped(computeUnitsBilled)),
        both(`… in USD, ${USD_A_UNIT.toFixed(6)} a CU`, ({ usd }) => usd.toFixed(4)),
        both('Tablestore read CU', ({ readUnits }) => grouped(readUnits)),
        both('Tablestore write CU', ({ writeUnits }) => grouped(writeUnits)),
        both(`Tablestore storage after ${DAYS_KEPT} days, MB`, ({ storedBytes }) => grouped(storedBytes / 1e6, 1)),
        both('CDN calls', ({ cdnCalls }) => grouped(cdnCalls)),
        both('Slack messages', ({ messages }) => grouped(messages)),
      ],
      1,
    ),
    '',
    `Idle minutes are the median of ${SAMPLE} warm ticks. The busy day has ${SUBMISSIONS} submissions of ${URLS} tasks, which take 5 to 6 minutes; each minute`,
    'with a task on the list is run. Tablestore’s prices depend on region and kind of instance; traffic to the internet is not counted.',
    `An idle hour costs one CU as long as a tick takes at most ${longestWithinOneUnit(60, size)} ms.`,
  ];
}
