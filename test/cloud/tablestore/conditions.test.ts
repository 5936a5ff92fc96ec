/** Conditions of writes and filters of reads, through the npm SDK. */
import TS from 'tablestore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TablestoreServer } from './server';
import { createTable, key, sdkClient, startServer } from './trial';

let server: TablestoreServer;
let client: TS.Client;
beforeAll(async () => {
  server = await startServer();
  client = sdkClient(server);
});
afterAll(() => server.close());

const { EQUAL, NOT_EQUAL, GREATER_THAN, GREATER_EQUAL, LESS_THAN, LESS_EQUAL } = TS.ComparatorType;
const { IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST } = TS.RowExistenceExpectation;
const long = (text: string) => TS.Long.fromString(text) as TS.CellValue;
const column = (name: string, comparator: 1 | 2 | 3 | 4 | 5 | 6, value: TS.CellValue, passIfMissing = false) =>
  new TS.SingleColumnCondition(name, value, comparator, passIfMissing, true);
const all = (operator: 1 | 2 | 3, ...conditions: TS.ColumnCondition[]) => {
  const composite = new TS.CompositeCondition(operator);
  for (const condition of conditions) composite.addSubCondition(condition);
  return composite;
};
const { NOT, AND, OR } = TS.LogicalOperator;

const row = { list: 'pending', id: '1', s: 'b', i: 5n, d: 1.5, t: true, b: Buffer.from([1]), wide: '\u{1f600}' };
beforeEach(async () => {
  if (!(await client.listTable({})).tableNames.includes('tasks')) await createTable(client);
  server.seed('tasks', [row]);
});

const primaryKey = key('pending', '1');
const write = { tableName: 'tasks', primaryKey };

const yes: [string, TS.ColumnCondition][] = [
  ['a string that is equal', column('s', EQUAL, 'b')],
  ['a string that is not', column('s', NOT_EQUAL, 'a')],
  ['a string after another', column('s', GREATER_THAN, 'a')],
  ['a string before another', column('s', LESS_THAN, 'ba')],
  ['a string by its UTF-8 bytes', column('wide', GREATER_THAN, '\uff5e')],
  ['an integer that is equal', column('i', EQUAL, long('5'))],
  ['an integer at least', column('i', GREATER_EQUAL, long('5'))],
  ['an integer at most', column('i', LESS_EQUAL, long('5'))],
  ['an integer above a negative one', column('i', GREATER_THAN, long('-6'))],
  ['a double', column('d', LESS_THAN, 1.75)],
  ['a boolean', column('t', EQUAL, true)],
  ['a boolean above the other', column('t', GREATER_THAN, false)],
  ['bytes', column('b', EQUAL, Buffer.from([1]))],
  ['bytes before longer ones', column('b', LESS_THAN, Buffer.from([1, 0]))],
  ['a key column', column('id', EQUAL, '1')],
  ['a missing column that may be missing', column('z', EQUAL, 'x', true)],
  ['a value of another type that must differ', column('i', NOT_EQUAL, '5')],
  ['both', all(AND, column('s', EQUAL, 'b'), column('i', EQUAL, long('5')))],
  ['either', all(OR, column('s', EQUAL, 'x'), column('i', EQUAL, long('5')))],
  ['one of three', all(OR, column('s', EQUAL, 'x'), column('s', EQUAL, 'y'), column('s', EQUAL, 'b'))],
  ['not', all(NOT, all(AND, column('s', EQUAL, 'b'), column('i', EQUAL, long('6'))))],
];

const no: [string, TS.ColumnCondition][] = [
  ['a string that is not equal', column('s', EQUAL, 'a')],
  ['a string that is equal but must not be', column('s', NOT_EQUAL, 'b')],
  ['a string not after itself', column('s', GREATER_THAN, 'b')],
  ['an integer not below itself', column('i', LESS_THAN, long('5'))],
  ['an integer compared with a double', column('i', EQUAL, 5)],
  ['an integer ordered against a string', column('i', GREATER_THAN, '0')],
  ['a missing column', column('z', NOT_EQUAL, 'x')],
  ['one of both', all(AND, column('s', EQUAL, 'b'), column('i', EQUAL, long('6')))],
  ['neither', all(OR, column('s', EQUAL, 'x'), column('i', EQUAL, long('6')))],
  ['not', all(NOT, column('s', EQUAL, 'b'))],
];

describe('a condition on columns', () => {
  test.each(yes)('holds for %s: the row is written', async (_, condition) => {
    await client.putRow({ ...write, condition: new TS.Condition(IGNORE, condition), attributeColumns: [{ new: 'x' }] });
    expect(server.rows('tasks')).toEqual([{ list: 'pending', id: '1', new: 'x' }]);
  });

  test.each(no)('fails for %s: the row stays', async (_, condition) => {
    const attempt = client.putRow({ ...write, condition: new TS.Condition(IGNORE, condition), attributeColumns: [] });
    await expect(attempt).rejects.toMatchObject({
      statusCode: 403,
      code: 'OTSConditionCheckFail',
      message: 'Condition check failed.',
    });
    expect(server.rows('tasks')).toEqual([row]);
  });
});

describe('a filter', () => {
  const read = (columnFilter: TS.ColumnCondition, more: Partial<TS.GetRowParams> = {}) =>
    client.getRow({ ...write, columnFilter, ...more });

  test.each(yes)('lets a row through for %s', async (_, filter) => {
    expect((await read(filter)).row?.primaryKey).toHaveLength(2);
  });

  test.each(no)('holds a row back for %s', async (_, filter) => {
    expect((await read(filter)).row).toEqual({});
  });

  test('does not see a column that is not read', async () => {
    const filter = column('s', EQUAL, 'b');
    expect((await read(filter, { columnsToGet: ['i'] })).row).toEqual({});
    expect((await read(filter, { columnsToGet: ['i', 's'] })).row?.attributes).toHaveLength(2);
  });

  test('consists of at most ten conditions', async () => {
    const many = (count: number) => all(OR, ...Array.from({ length: count }, () => column('s', EQUAL, 'b')));
    expect((await read(many(10))).row?.primaryKey).toHaveLength(2);
    await expect(read(many(11))).rejects.toMatchObject({ message: 'The count of filter exceeds the max: 10.' });
  });

  test.each<[string, TS.ColumnCondition, string]>([
    ['NOT of nothing', all(NOT), 'the number of sub-filters must be 1'],
    ['AND of one', all(AND, column('s', EQUAL, 'b')), 'the number of sub-filters must be 2'],
    ['a name that cannot be', column('#', EQUAL, 'b'), "Invalid column name: '#'."],
  ])('is refused: %s', async (_, filter, message) => {
    await expect(read(filter)).rejects.toMatchObject({
      code: 'OTSParameterInvalid',
      message: expect.stringContaining(message),
    });
  });
});

describe('the existence of a row', () => {
  const missing = { tableName: 'tasks', primaryKey: key('pending', 'missing') };
  const put = (where: typeof write, expectation: 0 | 1 | 2) =>
    client.putRow({ ...where, condition: new TS.Condition(expectation, null), attributeColumns: [{ a: 'x' }] });
  const update = (where: typeof write, expectation: 0 | 1 | 2) =>
    client.updateRow({
      ...where,
      condition: new TS.Condition(expectation, null),
      updateOfAttributeColumns: [{ PUT: [{ a: 'x' }] }],
    });
  const remove = (where: typeof write, expectation: 0 | 1 | 2) =>
    client.deleteRow({ ...where, condition: new TS.Condition(expectation, null) });

  test.each([
    ['put', put],
    ['update', update],
    ['delete', remove],
  ])('decides a %s', async (_, act) => {
    await expect(act(write, EXPECT_NOT_EXIST)).rejects.toMatchObject({
      code: 'OTSConditionCheckFail',
      message: 'Row exists which is expected nonexistent',
    });
    await expect(act(missing, EXPECT_EXIST)).rejects.toMatchObject({
      code: 'OTSConditionCheckFail',
      message: 'Row does not exist which is expected existent',
    });
    expect(server.rows('tasks')).toEqual([row]);
    await act(write, EXPECT_EXIST);
    await act(missing, EXPECT_NOT_EXIST);
    await remove(missing, IGNORE);
  });

  test('is not required by a column condition that passes when the column is missing', async () => {
    const condition = new TS.Condition(IGNORE, column('z', EQUAL, 'x', true));
    await client.putRow({ ...missing, condition, attributeColumns: [] });
    expect(server.rows('tasks')).toHaveLength(2);
    await remove(missing, IGNORE);
  });
});
