/** The CDN API's limits, as its documentation states them. */

/** https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtaskbyid */
export const DESCRIBE_CALLS_PER_SECOND = 30;
export const DESCRIBE_IDS_A_CALL = 10;
/** The same page in 2020. Newer versions of it say 3 days. */
export const HISTORY_DAYS = 30;

/** https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-refreshobjectcaches */
export const REFRESH_CALLS_PER_SECOND = 50;
export const REFRESH_DOMAINS_A_CALL = 10;
export const REFRESH_URLS_A_CALL = 1_000;
export const REFRESH_DIRECTORIES_A_CALL = 100;
export const REFRESH_REGEXES_A_CALL = 1;
export const REFRESH_URLS_A_TASK = 2_000;

/** https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-pushobjectcache */
export const PUSH_CALLS_PER_SECOND = 50;
export const PUSH_URLS_A_CALL = 100;
export const PUSH_URL_CHARACTERS = 1_024;
export const PUSH_URLS_A_TASK = 500;
export const PUSH_QUEUE = 50_000;

/** https://www.alibabacloud.com/help/en/cdn/developer-reference/api-cdn-2018-05-10-describerefreshquota */
export const QUOTA_CALLS_PER_SECOND = 20;

/** https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism */
export const TIMESTAMP_TOLERANCE_MS = 15 * 60_000;
