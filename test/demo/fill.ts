/** Puts the demo's tasks on the list: through the submit function, as a user would, and a few by hand. */
import TS from 'tablestore';
import type { SubmissionAnswer } from '../../lib/submission';
import { type Cloud, TABLE } from '../cloud/cloud';
import type { DemoTask } from './tasks';

export interface ListedTask {
  readonly id: string;
  readonly ends: DemoTask['ends'];
}

/**
 * @param oneSecondLater moves the cloud's clock: URLs of one domain that are submitted within a second become one task
 * @returns every task with the id it got
 */
export async function fill(
  cloud: Cloud,
  tasks: readonly DemoTask[],
  oneSecondLater: () => void,
): Promise<ListedTask[]> {
  const listed: ListedTask[] = [];
  for (const task of tasks) {
    for (const id of await enlist(cloud, task)) {
      const url = cloud.cdn.tasks.report(id)[0]?.url ?? '';
      listed.push({ id, ends: task.endsOf?.get(url) ?? task.ends });
    }
    oneSecondLater();
  }
  return listed;
}

async function enlist(cloud: Cloud, task: DemoTask): Promise<string[]> {
  if (task.way === 'submitted') return submit(cloud, task.event);
  if (task.entries.length > 0) {
    cloud.cdn.tasks.add(task.id, task.entries, task.way === 'watched' ? { hiddenForMs: task.hiddenForMs ?? 0 } : {});
  }
  if (task.way === 'watched') {
    if (task.refused) cloud.cdn.tasks.refuse([task.id]);
    return submit(cloud, { watch: [task.id] });
  }
  await cloud.client.putRow({
    tableName: TABLE,
    condition: new TS.Condition(TS.RowExistenceExpectation.EXPECT_NOT_EXIST, null),
    primaryKey: [{ list: 'pending' }, { id: task.id }],
    attributeColumns: Object.entries(task.columns).map(([name, value]) => ({
      [name]: typeof value === 'number' ? TS.Long.fromNumber(value) : value,
    })),
  });
  return [task.id];
}

async function submit(cloud: Cloud, event: object): Promise<string[]> {
  const invocation = await cloud.functions.invoke(cloud.submit.name, Buffer.from(JSON.stringify(event)));
  if (invocation.kind !== 'result') throw new Error(`the submission failed: ${invocation.errorMessage}`);
  const { tasks, failed, refused = [] } = JSON.parse(invocation.body.toString()) as SubmissionAnswer;
  if (tasks.length === 0 || tasks.some(({ listed }) => listed !== 'added') || failed.length > 0) {
    throw new Error(
      `the submission was not taken as a whole: ${[...refused, ...failed.map(({ reason }) => reason)].join('; ')}`,
    );
  }
  return tasks.map(({ id }) => id);
}
