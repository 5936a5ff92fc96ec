/** What Function Compute asks for invocations: https://help.aliyun.com/en/functioncompute/fc-2-0/product-overview/pay-as-you-go-billing-method */

/** USD for a compute unit in the first tier, which ends at a hundred million of them a month. International price list. */
export const USD_A_UNIT = 0.00002;
const UNITS_AN_INVOCATION = 75 / 10_000;
const UNITS_A_VCPU_SECOND = 1;
const UNITS_A_GB_SECOND = 0.15;

const HOUR = 3_600_000;

/** What a function is given, as in template.yml: MB and vCPU. */
export interface Size {
  readonly memorySize: number;
  readonly cpu: number;
}

export interface Invoked {
  readonly name: string;
  /** Ms since the day began. */
  readonly at: number;
  /** How long it ran, in whole ms: a part of one counts as one. */
  readonly milliseconds: number;
}

export interface Units {
  readonly exact: number;
  /** The use of each function is rounded up each hour. */
  readonly billed: number;
}

/** The disk is free up to 512 MB. Traffic to the internet is another service's bill. */
export function computeUnits(invocations: readonly Invoked[], size: Size): Units {
  const hours = new Map<string, number>();
  for (const { name, at, milliseconds } of invocations) {
    const hour = `${name} ${Math.floor(at / HOUR)}`;
    hours.set(hour, (hours.get(hour) ?? 0) + unitsOf(milliseconds, size));
  }
  let exact = 0;
  let billed = 0;
  for (const units of hours.values()) {
    exact += units;
    billed += Math.ceil(units);
  }
  return { exact, billed };
}

/** How long so many invocations may take, in ms each, before their hour costs a second unit. */
export function longestWithinOneUnit(invocationsAnHour: number, size: Size): number {
  return Math.floor(((1 / invocationsAnHour - UNITS_AN_INVOCATION) / unitsASecond(size)) * 1_000);
}

function unitsOf(milliseconds: number, size: Size): number {
  return UNITS_AN_INVOCATION + (milliseconds / 1_000) * unitsASecond(size);
}

function unitsASecond({ memorySize, cpu }: Size): number {
  return cpu * UNITS_A_VCPU_SECOND + (memorySize / 1_024) * UNITS_A_GB_SECOND;
}
