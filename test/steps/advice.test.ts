import { describe, expect, test } from 'vitest';
import { CdnError, ConfigError, TablestoreError } from '../../lib/errors';
import { adviceFor } from '../../lib/steps/advice';

const tablestore = (code: string) => new TablestoreError('GetRange', code, 'it did not work', true);

describe('advice', () => {
  test.each<[string, RegExp]>([
    ['OTSObjectNotExist', /TABLESTORE_TABLE/],
    ['OTSNoPermissionAccess', /lacks the permission ots:GetRange on the table: allow it as in ram\/poll-policy\.json/],
    ['OTSAuthFailed', /credentials.*TABLESTORE_INSTANCE.*clock/],
    ['OTSInvalidPK', /\[list STRING, id STRING\]/],
    ['ENOTFOUND', /TABLESTORE_ENDPOINT/],
    ['ECONNREFUSED', /TABLESTORE_ENDPOINT/],
    ['NetworkingError', /TABLESTORE_ENDPOINT/],
  ])('on %s names what to look at', (code, advice) => {
    expect(adviceFor(tablestore(code), 'poll')).toMatch(advice);
  });

  test('names the document of the function that met the error', () => {
    expect(adviceFor(tablestore('OTSNoPermissionAccess'), 'submit')).toContain('ram/submit-policy.json');
  });

  test.each<[string, unknown]>([
    ['waiting is enough', tablestore('OTSServerBusy')],
    ['the settings are wrong: they say so themselves', new ConfigError(['NOTIFY must be all or failures'])],
    ['the CDN is at fault, even with a code of Tablestore', new CdnError('unclear', 'OTSAuthFailed', 'x')],
    ['it is any other error', new Error('OTSAuthFailed')],
    ['it is no error at all', { code: 'OTSAuthFailed' }],
    ['it is nothing', undefined],
  ])('is not given when %s', (_why, error) => {
    expect(adviceFor(error, 'poll')).toBeUndefined();
  });
});
