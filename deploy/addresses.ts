/** Addresses that are well-formed, but not those of the service they should be. */
import { NO_REGION, REGIONS } from './regions';
import type { Environment } from './render';

/** https://www.alibabacloud.com/help/en/tablestore/endpoints */
const PUBLIC_ENDPOINT = /^(?!INSTANCE\.)[a-z][a-z0-9-]*\.([a-z0-9-]+)\.(ots|tablestore)\.aliyuncs\.com$/i;

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const WEBHOOK_PATH = /^\/(services|workflows|triggers)\/./;

/** Region and endpoint. @returns one sentence for each fault; no value is in it but a region */
export function placeFaults({ ALIBABA_CLOUD_REGION, TABLESTORE_ENDPOINT }: Environment): string[] {
  const region = ALIBABA_CLOUD_REGION?.trim();
  if (region && !REGIONS.has(region)) return [NO_REGION];
  const host = hostOf(TABLESTORE_ENDPOINT);
  if (!host.endsWith('.aliyuncs.com')) return [];
  const [, there] = PUBLIC_ENDPOINT.exec(host) ?? [];
  if (there === undefined) {
    return ['TABLESTORE_ENDPOINT is not the public endpoint of an instance, https://INSTANCE.REGION.ots.aliyuncs.com'];
  }
  if (!region || there === region) return [];
  return [`TABLESTORE_ENDPOINT is in ${there}, ALIBABA_CLOUD_REGION is another: everything belongs into one region`];
}

/** Other hosts may be relays that speak as Slack does. */
export function webhookFaults(environment: Environment, name: string): string[] {
  const url = environment[name]?.trim();
  if (!url || !/(^|\.)slack\.com$/.test(hostOf(url))) return [];
  const right = hostOf(url).startsWith('hooks.') && WEBHOOK_PATH.test(new URL(url).pathname);
  return right ? [] : [`${name} is not an incoming webhook: it begins with https://hooks.slack.com/services/`];
}

function hostOf(url: string | undefined): string {
  const text = url?.trim() ?? '';
  return URL.canParse(text) ? new URL(text).hostname : '';
}
