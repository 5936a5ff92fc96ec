/** What one message of a digest tells. */
import type { Owed, Waiting } from '../task';
import type { Group } from './group';
import type { Line } from './line';

/** A line and the task it tells of. */
export type Told = Line & ({ readonly owed: Owed } | { readonly overdue: Waiting });

export interface Part {
  readonly named: readonly Told[];
  /** Problems there is no room for. */
  readonly unnamed: readonly Told[];
  readonly complete: readonly Owed[];
  readonly groups: readonly Group[];
  /** The submission that all is about: the headline sums it up. */
  readonly alone?: Group | undefined;
  /** "(part 1 of 3)", or nothing. */
  readonly part: string;
}
