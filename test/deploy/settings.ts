/** Settings as a person who deploys would have them; none of them is real. */
export const SETTINGS = {
  ALIBABA_CLOUD_REGION: 'cn-hangzhou',
  ALIBABA_CLOUD_ACCOUNT_ID: '1234567890123456',
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tDeployKeyId00000001',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'DeploySecret0123456789abcdefgh',
  TABLESTORE_ENDPOINT: 'https://tasks.cn-hangzhou.ots.aliyuncs.com',
  TABLESTORE_INSTANCE: 'tasks',
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T00000000/B00000000/DeployWebhookSecret01',
  LOG_PROJECT: 'team-logs',
};

/** Whatever of them must not be seen by anybody. */
export const SECRETS = [
  SETTINGS.ALIBABA_CLOUD_ACCESS_KEY_ID,
  SETTINGS.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  'DeployWebhookSecret01',
];
