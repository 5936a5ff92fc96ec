/** What a check of `doctor` finds. */

export interface Finding {
  readonly check: string;
  /** `skipped`: it depends on something that is wrong. */
  readonly state: 'right' | 'wrong' | 'skipped';
  readonly found: string;
  /** What to do when it is wrong. */
  readonly todo?: string;
}

export function right(check: string, found: string): Finding {
  return { check, state: 'right', found };
}

export function wrong(check: string, found: string, todo?: string): Finding {
  return { check, state: 'wrong', found, ...(todo !== undefined && { todo }) };
}

export function skipped(check: string, found: string): Finding {
  return { check, state: 'skipped', found };
}
