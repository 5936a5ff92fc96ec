/** Where secrets stand in what a test or a server holds: credentials, environments, webhooks. */
import type { Secret } from './notes';

interface Credentials {
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
  readonly securityToken?: string | undefined;
}

export function secretsOf({ accessKeyId, accessKeySecret, securityToken }: Credentials): Secret[] {
  return [
    ['access key id', accessKeyId],
    ['access key secret', accessKeySecret],
    ['security token', securityToken],
  ];
}

/** Its path, but for the word all webhooks begin with. The host is Slack's, and known to everybody. */
export function webhookSecrets(url: string | undefined): Secret[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const path = new URL(url).pathname.replace(/^\/(services\/)?/, '');
  return [
    ['webhook', path],
    ['webhook', path.split('/').at(-1)],
  ];
}

/** The settings of a function, or of a command. */
export function environmentSecrets(environment: Readonly<Record<string, string | undefined>>): Secret[] {
  return [
    ['access key id', environment.ALIBABA_CLOUD_ACCESS_KEY_ID],
    ['access key secret', environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET],
    ['security token', environment.ALIBABA_CLOUD_SECURITY_TOKEN],
    ...webhookSecrets(environment.SLACK_WEBHOOK_URL),
    ...webhookSecrets(environment.SLACK_FAILURES_WEBHOOK_URL),
  ];
}
