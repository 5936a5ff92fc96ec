/** Filters and column conditions: read from their messages, and asked whether a row passes. */
import { checkColumnName, maxFilters } from './limits';
import { readVariant } from './plainbuffer/variant';
import { invalid } from './refusal';
import { compare, type Value } from './value';
import { reader } from './wire';

interface FilterMessage {
  type: number;
  filter: Buffer;
}

interface SingleColumnMessage {
  comparator: number;
  columnName: string;
  columnValue: Buffer;
  filterIfMissing: boolean;
  latestVersionOnly: boolean;
}

interface CompositeMessage {
  combinator: number;
  subFilters?: FilterMessage[];
}

export interface Pagination {
  readonly offset: number;
  readonly limit: number;
}

/** Given the values of a column, newest first, says whether the row passes. */
export type Test = (valuesOf: (column: string) => readonly Value[]) => boolean;

export interface Filter {
  readonly passes: Test;
  readonly pagination?: Pagination;
}

/** No bytes: no filter. */
export function readFilter(bytes: Buffer | undefined): Filter | undefined {
  if (bytes === undefined || bytes.length === 0) return undefined;
  const message = readMessage(bytes);
  if (message.type === 3) return { passes: () => true, pagination: pagination(message.filter) };
  const count = { filters: 0 };
  const passes = test(message, count);
  if (count.filters > maxFilters) throw invalid(`The count of filter exceeds the max: ${maxFilters}.`);
  return { passes };
}

const readMessage = reader<FilterMessage>('Filter', 'Deserialize filter failed.');
const readSingle = reader<SingleColumnMessage>('SingleColumnValueFilter', 'Deserialize relation filter failed.');
const readComposite = reader<CompositeMessage>('CompositeColumnValueFilter', 'Deserialize composite filter failed.');
const readPagination = reader<Pagination>('ColumnPaginationFilter', 'Deserialize column pagination filter failed.');

function test(message: FilterMessage, count: { filters: number }): Test {
  if (message.type === 2) return composite(readComposite(message.filter), count);
  if (message.type !== 1) throw invalid(`Invalid type of filter: ${message.type}.`);
  count.filters++;
  return single(readSingle(message.filter));
}

function composite(message: CompositeMessage, count: { filters: number }): Test {
  const tests = (message.subFilters ?? []).map((sub) => test(sub, count));
  const [first] = tests;
  if (message.combinator === 1) {
    if (first === undefined || tests.length > 1)
      throw invalid('Invalid NOT operator: the number of sub-filters must be 1.');
    return (valuesOf) => !first(valuesOf);
  }
  // The page says exactly two, but every SDK lets its callers add more, and the service takes them.
  if (tests.length < 2) throw invalid('Invalid AND/OR operator: the number of sub-filters must be 2.');
  if (message.combinator === 2) return (valuesOf) => tests.every((passes) => passes(valuesOf));
  if (message.combinator === 3) return (valuesOf) => tests.some((passes) => passes(valuesOf));
  throw invalid(`Invalid relation operator: ${message.combinator}.`);
}

function single(message: SingleColumnMessage): Test {
  const { columnName, filterIfMissing, latestVersionOnly } = message;
  checkColumnName(columnName);
  const { value: wanted } = readVariant(message.columnValue, 0, columnName);
  if (typeof wanted === 'symbol') throw invalid('Deserialize relation filter failed.');
  const holds = comparators[message.comparator];
  if (holds === undefined) throw invalid(`Invalid relation operator: ${message.comparator}.`);
  return (valuesOf) => {
    const values = valuesOf(columnName);
    if (values.length === 0) return !filterIfMissing;
    const asked = latestVersionOnly ? values.slice(0, 1) : values;
    return asked.some((value) => holds(compare(value, wanted)));
  };
}

/** Values of different types are unequal and have no order. */
const comparators: Readonly<Record<number, (order: number | undefined) => boolean>> = {
  1: (order) => order === 0,
  2: (order) => order !== 0,
  3: (order) => order !== undefined && order > 0,
  4: (order) => order !== undefined && order >= 0,
  5: (order) => order !== undefined && order < 0,
  6: (order) => order !== undefined && order <= 0,
};

function pagination(bytes: Buffer): Pagination {
  const { offset, limit } = readPagination(bytes);
  if (offset < 0) throw invalid('Offset in ColumnPaginationFilter must be greater than or equal to 0.');
  if (limit <= 0) throw invalid('Limit in ColumnPaginationFilter must be greater than 0.');
  return { offset, limit };
}
