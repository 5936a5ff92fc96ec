/** Where Function Compute 3.0 is: https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/supported-regions */
export const REGIONS: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-7',
  'cn-beijing',
  'cn-chengdu',
  'cn-hangzhou',
  'cn-hongkong',
  'cn-huhehaote',
  'cn-qingdao',
  'cn-shanghai',
  'cn-shenzhen',
  'cn-zhangjiakou',
  'eu-central-1',
  'eu-west-1',
  'us-east-1',
  'us-west-1',
]);

export const NO_REGION = 'ALIBABA_CLOUD_REGION is not a region of Function Compute, such as cn-hangzhou';
