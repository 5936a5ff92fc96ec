/** What can go wrong with a call to the CDN. */
import { Refusal } from '../../cloud/cdn/refusal';
import { failure } from '../../cloud/cdn/reply';
import { paramsOf, taskIdsOf } from '../../cloud/cdn/request';
import type { Answer, Call } from '../../cloud/serve';
import type { Kinds, Making } from './kinds';

const PAGE = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>';
const THROTTLED = new Refusal(400, 'Throttling.User', 'Request was denied due to user flow control.');
/** What stands in front of the service says it in words of its own, or in none. */
const NO_CODE = [
  '{"RequestId":"E0C2EF95","Message":"backend timeout"}',
  '{"error":"upstream"}',
  '{}',
  'null',
  '[]',
] as const;

export const CDN_KINDS: Kinds = [
  { name: 'CDN throttles', make: () => answer(failure('JSON', 'E0C2EF95-B1EC-4C93-855E-000000000000', THROTTLED)) },
  { name: 'CDN leaves ids out', make: partial },
  { name: 'CDN 200 with HTML', make: () => answer(html(200)) },
  { name: 'CDN 502 with HTML', make: () => answer(html(502)) },
  { name: 'CDN cuts the body', make: (_, { random }) => ({ kind: 'cut', bytes: random.int(0, 600) }) },
  { name: 'CDN hangs', slow: true, make: () => ({ kind: 'hang' }) },
  { name: 'CDN resets', make: () => ({ kind: 'reset' }) },
  { name: 'CDN 5xx without a code', make: (_, { random }) => answer(withoutCode(random)) },
];

function answer(given: Answer) {
  return { kind: 'answer' as const, answer: given };
}

function html(status: number): Answer {
  return { status, headers: { 'content-type': 'text/html' }, body: PAGE };
}

function withoutCode(random: Making['random']): Answer {
  return {
    status: random.pick([500, 502, 503, 504]),
    headers: { 'content-type': 'application/json' },
    body: random.pick(NO_CODE),
  };
}

function partial(call: Call, { isHidden }: Making) {
  if (!taskIdsOf(paramsOf(call)).some(isHidden)) return undefined;
  return {
    kind: 'changed' as const,
    change: (whole: Answer): Answer => {
      const reply = JSON.parse(String(whole.body)) as { Tasks?: { TaskId: string }[] };
      if (!reply.Tasks) return whole;
      const Tasks = reply.Tasks.filter(({ TaskId }) => !isHidden(TaskId));
      return { ...whole, body: JSON.stringify({ ...reply, Tasks, TotalCount: Tasks.length }) };
    },
  };
}
