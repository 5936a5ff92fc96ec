/** All texts in a value, however deep, each with its place: what an error hides from JSON is among them. */

export interface Placed {
  /** Such as ".cause.message"; empty for the value itself. */
  readonly at: string;
  readonly text: string;
}

/** An object that hangs on an error can lead to sockets and from there to everything: enough is enough. */
const MOST_OBJECTS = 20_000;

export function textsIn(value: unknown): Placed[] {
  const found: Placed[] = [];
  const seen = new Set<unknown>();
  const open: { at: string; value: unknown }[] = [{ at: '', value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { at } = next;
    const text = asText(next.value);
    if (text !== undefined) found.push({ at, text });
    else if (typeof next.value === 'object' && next.value !== null && !seen.has(next.value)) {
      seen.add(next.value);
      if (seen.size > MOST_OBJECTS) break;
      for (const [name, inner] of insideOf(next.value)) {
        const word = asText(name) ?? String(name);
        found.push({ at: `${at}, a name`, text: word });
        open.push({ at: `${at}.${word}`, value: inner });
      }
    }
  }
  return found;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'symbol') return value.description ?? '';
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1');
  if (value instanceof URL || value instanceof URLSearchParams) return String(value);
  return undefined;
}

/** Own properties, those that can't be enumerated too, and what a Map, a Set or another collection holds. */
function insideOf(value: object): [name: unknown, inner: unknown][] {
  const own = Reflect.ownKeys(value).map((name): [unknown, unknown] => [name, read(value, name)]);
  const held = !Array.isArray(value) && Symbol.iterator in value ? [...(value as Iterable<unknown>)] : [];
  return [...own, ...held.map((inner, i): [unknown, unknown] => [i, inner])];
}

/** A getter may throw, and then gives nothing away. */
function read(value: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
