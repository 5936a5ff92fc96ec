/** What was aimed at, beside what was measured, and whether that is enough. */

export function goal(aim: string, met: boolean, measured: string): string {
  return `Goal: ${aim}: ${met ? 'met' : 'missed'} (${measured}).`;
}
