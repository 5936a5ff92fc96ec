/** What can go wrong with a request to Tablestore, or with a row of it. */
import type { Kind, Kinds } from './kinds';

const BUSY = { status: 503, code: 'OTSServerBusy', message: 'Server is busy.' };
const CONFLICT = {
  status: 409,
  code: 'OTSRowOperationConflict',
  message: 'Data is being modified by the other request.',
};
const TOO_LARGE = {
  status: 400,
  code: 'OTSOutOfRowSizeLimit',
  message: 'The total data size of columns in one row is too large.',
};
const EXPIRED = { status: 403, code: 'OTSAuthFailed', message: 'The STS token has expired.' };

export const TABLESTORE_KINDS: Kinds = [
  refusing('Tablestore is busy', BUSY),
  refusing('Tablestore has a conflict', CONFLICT),
  { name: 'Tablestore does it and is silent', slow: true, make: () => ({ kind: 'unanswered' }) },
  {
    name: 'Tablestore cuts the body',
    slow: true,
    make: (_, { random }) => ({ kind: 'cut', bytes: random.int(0, 120) }),
  },
  { name: 'a row is busy', row: BUSY },
  { name: 'a row has a conflict', row: CONFLICT },
  { name: 'a row is refused for good', row: TOO_LARGE },
  refusing('credentials have expired', EXPIRED),
];

function refusing(name: string, { status, code, message }: NonNullable<Kind['row']>): Kind {
  return {
    name,
    make: (call, { refused }) => ({ kind: 'answer', answer: refused(status, code, message, call) }),
  };
}
