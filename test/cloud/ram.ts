/** What policies allow, as RAM judges it: a Deny wins, and what nobody allows is refused. */

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  /** A statement with one is passed over: what the servers of the local cloud do depends on none. */
  readonly Condition?: object;
}

/** @param resource the name of what is acted on, or `*` where an action knows no resources */
export function permits(policies: readonly Policy[], action: string, resource: string): boolean {
  const matching = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => statement.Condition === undefined)
    .filter(({ Action, Resource = [] }) => matches(Action, action) && matches(Resource, resource));
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny');
}

/** All actions that policies allow, as they are written there. */
export function allowedActions(policies: readonly Policy[]): string[] {
  const allowing = policies.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === 'Allow');
  return [...new Set(allowing.flatMap(({ Action }) => Action))].sort();
}

function matches(patterns: string | readonly string[], text: string): boolean {
  return [patterns].flat().some((pattern) => toRegExp(pattern).test(text));
}

function toRegExp(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
