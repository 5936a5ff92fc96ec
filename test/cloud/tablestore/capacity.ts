/** Capacity units: one for every 4 KB read or written, at least one. */

export interface CapacityUnit {
  read?: number;
  write?: number;
}

export interface Consumed {
  capacityUnit: CapacityUnit;
}

const unitBytes = 4096;

export function readUnits(bytes: number): Consumed {
  return { capacityUnit: { read: units(bytes), write: 0 } };
}

export function writeUnits(bytes: number): Consumed {
  return { capacityUnit: { read: 0, write: units(bytes) } };
}

function units(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}
