/** A Tablestore instance on loopback: the real protocol over an in-memory store, for the real SDKs. */
import { secretsOf } from '../../support/secrets/known';
import { noteSecrets } from '../../support/secrets/notes';
import { type Answer, type Call, type Served, type ServeOptions, serve } from '../serve';
import { signedAnswer } from './answer';
import { authenticate, type Credentials } from './authenticate';
import { authorize, type Permits } from './authorize';
import { refusedUnits } from './capacity';
import type { Context, RowRule } from './operation';
import { operations } from './operations';
import { invalid, Refusal } from './refusal';
import { Requests } from './requests';
import { toPlain } from './row';
import { seed } from './seed';
import { Store } from './store';
import type { Value } from './value';
import { errorBody } from './wire';

export interface TablestoreOptions extends ServeOptions {
  readonly credentials: Credentials;
  /** Keys of others, which are never rotated. */
  readonly otherKeys?: readonly Credentials[];
  /** Whether the owner of a key may do an operation on a table. Default: all. */
  readonly permits?: Permits;
  /** The instance's name. */
  readonly instance: string;
  /** The clock a request's date is held against, for clients that can't follow a shifted `now`. Default: `now`. */
  readonly signingClock?: () => number;
  /** How long a new table answers OTSTableNotReady, in ms. Default: not at all. */
  readonly settleTableMs?: number;
}

export interface TablestoreServer extends Served {
  /** Assign new ones to rotate them; requests with the old ones are refused from then on. */
  credentials: Credentials;
  readonly requests: Requests;
  /** The rows of a table in the order of their keys: key and latest columns in one object, INTEGER as bigint. */
  rows(table: string): Record<string, Value>[];
  /** Puts rows into a table without a request; key columns are told from the others by the table's schema. */
  seed(table: string, rows: Iterable<Readonly<Record<string, Value>>>): void;
  /** The next `times` requests, or those of one operation, get this signed error and do nothing. */
  refuse(status: number, code: string, message: string, times?: number, operation?: string): void;
  /** From now on each row of a BatchWriteRow is put to this rule: what it returns is that row's error. */
  refuseRows(rule: RowRule): void;
  /** The same for each row of a BatchGetRow. */
  refuseReadRows(rule: RowRule): void;
}

export async function tablestoreServer(options: TablestoreOptions): Promise<TablestoreServer> {
  const { now = Date.now, signingClock = now, instance } = options;
  const store = new Store(options.settleTableMs ?? 0);
  const requests = new Requests();
  const planned: { refusal: Refusal; operation: string | undefined }[] = [];
  let refuseRow: RowRule = () => undefined;
  let refuseReadRow: RowRule = () => undefined;
  let serial = 0;
  let current = options.credentials;
  noteSecrets([current, ...(options.otherKeys ?? [])].flatMap(secretsOf));

  function operate(call: Call): Answer {
    const at = now();
    // The credentials as they are when the call arrives: a rotation must not sign an answer with other ones.
    const credentials =
      options.otherKeys?.find((key) => key.accessKeyId === call.headers['x-ots-accesskeyid']) ?? current;
    const path = call.url.split('?')[0] ?? '';
    const name = path.slice(1);
    const rowsWritten = { put: 0, update: 0, delete: 0 };
    const wrote: Context['wrote'] = (kind) => rowsWritten[kind]++;
    const consumed = { read: 0, write: 0 };
    const spent: Context['spent'] = (units) => {
      consumed.read += units.capacityUnit.read;
      consumed.write += units.capacityUnit.write;
      return units;
    };
    try {
      authenticate(call, path, credentials, instance, signingClock());
      const refused = planned.findIndex(({ operation }) => operation === undefined || operation === name);
      for (const { refusal } of refused < 0 ? [] : planned.splice(refused, 1)) throw refusal;
      const operation = operations.get(name);
      if (operation === undefined) throw invalid(`Unsupported operation: '${name}'.`);
      if (options.permits) authorize(call, name, options.permits);
      const body = operation(call.body, { store, now: at, wrote, spent, refuseRow, refuseReadRow });
      requests.add({ operation: name, at, status: 200, rowsWritten, consumed });
      return signedAnswer(200, body, path, credentials, at, ++serial);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code } = error;
      spent(refusedUnits(name, error));
      requests.add({ operation: name, at, status, code, rowsWritten, consumed });
      return signedAnswer(status, errorBody(error), path, credentials, at, ++serial);
    }
  }

  const served = await serve(options, operate);
  const server: TablestoreServer = {
    ...served,
    get credentials() {
      return current;
    },
    set credentials(next) {
      noteSecrets(secretsOf(next));
      current = next;
    },
    requests,
    rows: (table) => store.find(table).all().map(toPlain),
    seed: (table, rows) => seed(store.find(table), rows, now()),
    refuse: (status, code, message, times = 1, operation) => {
      for (let i = 0; i < times; i++) planned.push({ refusal: new Refusal(status, code, message), operation });
    },
    refuseRows: (rule) => {
      refuseRow = rule;
    },
    refuseReadRows: (rule) => {
      refuseReadRow = rule;
    },
  };
  return server;
}
