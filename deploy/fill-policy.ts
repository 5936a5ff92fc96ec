/** Fills a policy document of the folder ram/: pure, so that the local cloud and the tests take the same documents. */

export type Policies = 'trust' | 'poll' | 'submit' | 'user';

/** Each document is in the file `ram/NAME-policy.json`. */
export const POLICIES: readonly Policies[] = ['trust', 'poll', 'submit', 'user'];

/**
 * @param document the text of a policy, with placeholders such as `${LOG_STORE}`
 * @param values by the name of the placeholder
 * @throws {Error} when a placeholder has no value
 */
export function fillPolicy(document: string, values: Readonly<Record<string, string>>): string {
  return document.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`there is no value for ${name}`);
    // Names of instances are compared in lower case. A value can't end the text it stands in.
    return JSON.stringify(name === 'TABLESTORE_INSTANCE' ? value.toLowerCase() : value).slice(1, -1);
  });
}

/** The names of the placeholders of a document. */
export function placeholders(document: string): string[] {
  return [...new Set([...document.matchAll(PLACEHOLDER)].map(([, name]) => String(name)))];
}

const PLACEHOLDER = /\$\{([A-Z_]+)\}/g;
