/** The event of an invocation: what it says, and whether it asks a function to check itself. */

/** What is no JSON is null: like any other event that is no object, it is refused or does not matter. */
export function readEvent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `{"check": true}` and nothing else: with more than that it is another request, and none that is known. */
export function asksForCheck(event: unknown): boolean {
  return Reflect.get(Object(event), 'check') === true && Object.keys(Object(event)).length === 1;
}
