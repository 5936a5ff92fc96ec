/** Times as Slack shows them, in the reader's time zone and language. */

/** "14:52". */
export function timeOf(at: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(at);
}

/** "Monday, 23 November 2026". */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full' }).format(at);
}
