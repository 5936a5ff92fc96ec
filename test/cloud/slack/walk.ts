/** Finds one's way in a message of which nothing is certain but that it was JSON. */

export type Part = Readonly<Record<string, unknown>>;

/** Every object in a value, the outer before the inner. */
export function* objectsIn(value: unknown): Generator<Part> {
  if (Array.isArray(value)) {
    for (const item of value) yield* objectsIn(item);
  } else if (isPart(value)) {
    yield value;
    for (const child of Object.values(value)) yield* objectsIn(child);
  }
}

/** The blocks of a message, those of its attachments last. */
export function blocksOf(payload: unknown): Part[] {
  if (!isPart(payload)) return [];
  return [payload, ...attachmentsOf(payload)].flatMap((holder) => parts(holder.blocks));
}

export function attachmentsOf(payload: unknown): Part[] {
  return isPart(payload) ? parts(payload.attachments) : [];
}

export function parts(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isPart) : [];
}

export function textIn(part: Part, name: string): string {
  const value = part[name];
  return typeof value === 'string' ? value : '';
}

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
