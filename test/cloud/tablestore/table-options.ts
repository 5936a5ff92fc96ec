/** The checks on a table's options, when it is created and when they are changed. */
import { invalid } from './refusal';

export interface TableOptions {
  timeToLive?: number;
  maxVersions?: number;
  deviationCellVersionInSec?: string | number;
  allowUpdate?: boolean;
}

export function checkTableOptions({ timeToLive, maxVersions, deviationCellVersionInSec }: TableOptions): void {
  if (timeToLive !== undefined && (timeToLive === 0 || timeToLive < -1))
    throw invalid('TimeToLive cannot be 0 or less than -1.');
  if (maxVersions !== undefined && maxVersions <= 0)
    throw invalid('The maximum versions cannot be less than or equal to 0.');
  if (deviationCellVersionInSec !== undefined && BigInt(deviationCellVersionInSec) < 0n)
    throw invalid('The maximum deviation must be in range [0, INT64_MAX/1000000].');
}
