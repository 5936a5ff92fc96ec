import { describe, expect, test } from 'vitest';
import { CdnError, ConfigError, TablestoreError } from '../../lib/errors';
import { adviceFor } from '../../lib/steps/advice';

const tablestore = (code: string) => new TablestoreError('GetRange', code, 'it did not work', true);

describe('advice', () => {
  test.each<[string, RegExp]>([
    ['OTSObjectNotExist', /TABLESTORE_TABLE/],
    ['OTSNoPermissionAccess', /permission/],
    ['OTSAuthFailed', /credentials.*TABLESTORE_INSTANCE.*clock/],
    ['OTSInvalidPK', /\[list STRING, id STRING\]/],
    ['ENOTFOUND', /TABLESTORE_ENDPOINT/],
    ['ECONNREFUSED', /TABLESTORE_ENDPOINT/],
    ['NetworkingError', /TABLESTORE_ENDPOINT/],
  ])('on %s names what to look at', (code, advice) => {
    expect(adviceFor(tablestore(code))).toMatch(advice);
  });

  test.each<[string, unknown]>([
    ['waiting is enough', tablestore('OTSServerBusy')],
    ['the settings are wrong: they say so themselves', new ConfigError(['NOTIFY must be all or failures'])],
    ['the CDN is at fault, even with a code of Tablestore', new CdnError('unclear', 'OTSAuthFailed', 'x')],
    ['it is any other error', new Error('OTSAuthFailed')],
    ['it is no error at all', { code: 'OTSAuthFailed' }],
    ['it is nothing', undefined],
  ])('is not given when %s', (_why, error) => {
    expect(adviceFor(error)).toBeUndefined();
  });
});
