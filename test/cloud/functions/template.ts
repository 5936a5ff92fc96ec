/** The functions as template.yml deploys them, rendered by Serverless Devs: so that what runs here is what would run there. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { neededVariables, renderTemplate } from '../../../deploy/render';
import { Template } from '../../../deploy/template';
import type { FunctionConfig } from './function';

const FILE = 'template.yml';
/** A region that exists; the local cloud's own address takes the place of every endpoint. */
const RENDERED_REGION = 'cn-hangzhou';

/** Rendering starts a program: once in a process is enough. */
let rendered: Promise<Template['resources']> | undefined;

/**
 * @param settings values the functions get instead of the template's; a name that the template does not pass is not passed
 * @throws when a setting has no place in the template
 */
export async function deployedFunctions(settings: Readonly<Record<string, string>>): Promise<{
  readonly poll: FunctionConfig;
  readonly submit: FunctionConfig;
}> {
  rendered ??= render();
  const { poll, submit } = await rendered;
  const names = new Set([poll, submit].flatMap(({ props }) => Object.keys(props.environmentVariables)));
  for (const name of Object.keys(settings)) {
    if (!names.has(name)) throw new Error(`${FILE} passes no ${name} to the functions`);
  }
  const [trigger] = poll.props.triggers;
  return {
    poll: {
      ...toConfig(poll.props, settings),
      timer: {
        name: trigger.triggerName,
        payload: trigger.triggerConfig.payload ?? '',
        everyMs: period(trigger.triggerConfig.cronExpression),
      },
    },
    submit: toConfig(submit.props, settings),
  };
}

async function render(): Promise<Template['resources']> {
  const template = await readFile(FILE, 'utf8');
  const environment = Object.fromEntries(
    neededVariables(template).map((name) => [name, 'https://to-be-replaced.invalid']),
  );
  const document = await renderTemplate(template, {
    ...environment,
    ALIBABA_CLOUD_REGION: RENDERED_REGION,
    LOG_PROJECT: 'local',
  });
  return v.parse(Template, document).resources;
}

type Props = Omit<Template['resources']['submit']['props'], 'handler'> & { readonly handler: string };

function toConfig(props: Props, settings: Readonly<Record<string, string>>): FunctionConfig {
  const { functionName, handler, timeout, memorySize, cpu, environmentVariables, asyncInvokeConfig } = props;
  return {
    name: functionName,
    handler,
    timeout,
    memorySize,
    cpu,
    code: path.resolve(props.code),
    maxAsyncRetryAttempts: asyncInvokeConfig.maxAsyncRetryAttempts,
    environmentVariables: Object.fromEntries(
      Object.entries(environmentVariables).map(([name, value]) => [name, settings[name] ?? value]),
    ),
  };
}

/** Of "@every 1m", in ms. A clock for the six fields of cron is not built here. */
function period(schedule: string): number {
  const [, count, unit] = /^@every (\d+)([mh])$/.exec(schedule) ?? [];
  if (count === undefined) throw new Error(`the local cloud knows "@every 1m" only, not "${schedule}"`);
  return Number(count) * (unit === 'h' ? 3_600_000 : 60_000);
}
