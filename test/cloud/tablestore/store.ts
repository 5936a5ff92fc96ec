/** One instance: its tables by name, and when a new one is ready. */
import { checkTableName } from './limits';
import { noSuchTable, tableExists, tableNotReady } from './refusal';
import type { Table } from './table';

export class Store {
  private readonly tables = new Map<string, Table>();

  /** A table answers OTSTableNotReady until it is `settleMs` old. */
  constructor(private readonly settleMs: number) {}

  names(): string[] {
    return [...this.tables.keys()].sort();
  }

  create(table: Table): void {
    const { tableName } = table.schema;
    if (this.tables.has(tableName)) throw tableExists();
    this.tables.set(tableName, table);
  }

  drop(name: string): void {
    this.find(name);
    this.tables.delete(name);
  }

  find(name: string): Table {
    checkTableName(name);
    const table = this.tables.get(name);
    if (table === undefined) throw noSuchTable();
    return table;
  }

  /** The table for reading and writing rows. */
  open(name: string, now: number): Table {
    const table = this.find(name);
    if (!this.isReady(table, now)) throw tableNotReady();
    return table;
  }

  isReady(table: Table, now: number): boolean {
    return now - table.createdAt >= this.settleMs;
  }
}
