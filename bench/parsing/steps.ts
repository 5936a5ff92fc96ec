/** The steps from the text of a reply to the reports of its tasks, each with what it starts from. */
import bigJson from 'json-bigint';
import { readEntries } from '../../lib/edges/cdn-entries';
import { sumUp } from '../../lib/steps/report';

/** As in lib/edges/cdn-replies.ts. */
const LONG_NUMBER = /:\s*-?\d{16}/;

export interface Step {
  readonly name: string;
  /** What is done before the step, and not measured. */
  readonly prepare: (body: Buffer) => () => unknown;
}

export const STEPS = {
  bigJson: step('text to value: json-bigint, as @alicloud/pop-core does', (body) => () => bigJson.parse(String(body))),
  plainJson: step('text to value: JSON.parse', (body) => () => JSON.parse(String(body))),
  checkedJson: step('text to value: JSON.parse after a search for long numbers', (body) => () => checked(String(body))),
  read: step('value to reports: readEntries and sumUp', (body) => {
    const value = JSON.parse(String(body));
    return () => sumUp(readEntries(value));
  }),
  allBig: step('all of it, with json-bigint', (body) => () => sumUp(readEntries(bigJson.parse(String(body))))),
  all: step('all of it, as the poller does', (body) => () => sumUp(readEntries(checked(String(body))))),
};

export type StepId = keyof typeof STEPS;

function checked(text: string): unknown {
  return LONG_NUMBER.test(text) ? bigJson.parse(text) : JSON.parse(text);
}

function step(name: string, prepare: Step['prepare']): Step {
  return { name, prepare };
}
