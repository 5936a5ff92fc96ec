/**
 * What must be true of every message, whatever ids, URLs, labels, reasons and settings hold: a few hundred of them, since
 * `npm run torture` writes thousands. The seed is fixed, so that a run says the same of the same code; HOSTILE_SEED=… looks
 * elsewhere, and is printed with what it finds.
 */
import { expect, test } from 'vitest';
import { hostileMessages } from '../torture/hostile/messages';

const SEED = Number(process.env.HOSTILE_SEED ?? 20_261_123);
const RUNS = { scenes: 400, crowds: 20, faults: 100 };
const LEAST_MESSAGES = 600;
/** On a machine that has other things to do. Ms. */
const PATIENT = 60_000;

test(
  'every digest is one that Slack takes, pings nobody else, forges no link, and tells each task once',
  async () => {
    const { messages, found } = await hostileMessages(RUNS, SEED);
    expect(found.flatMap(({ breaches }) => breaches)).toEqual([]);
    expect(messages).toBeGreaterThanOrEqual(LEAST_MESSAGES);
  },
  PATIENT,
);
