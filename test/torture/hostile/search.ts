/** Looks for an input that breaks a promise, and says the smallest one found in a line. */
import fc from 'fast-check';

export interface Found {
  readonly examples: number;
  /** Healthy tasks that the smallest example lost. */
  readonly lost: number;
  readonly breaches: readonly string[];
}

/** What is wrong with an example. */
export interface Wrong {
  readonly lost: number;
  readonly breaches: readonly string[];
}

/** A smaller example is looked for as long as this: with texts this long it could take minutes. Ms. */
const PATIENCE = 10_000;
/** Characters of an example that are worth reading. */
const EXAMPLE_LENGTH = 700;
const TEXT_LENGTH = 100;

/** @param judge gives what is wrong with an example; what it throws is wrong too */
export async function search<T>(
  what: string,
  examples: fc.Arbitrary<T>,
  judge: (example: T) => Promise<Wrong> | Wrong,
  { seed, numRuns }: { readonly seed: number; readonly numRuns: number },
): Promise<Found> {
  let tried = 0;
  let smallest: (Wrong & { example: T }) | undefined;
  let over = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(examples, async (example) => {
    if (performance.now() > over) return true;
    tried++;
    const wrong = await judged(judge, example);
    if (wrong.breaches.length === 0) return true;
    if (!smallest) over = performance.now() + PATIENCE;
    smallest = { ...wrong, example };
    return false;
  });
  await fc.check(property, { seed, numRuns });
  if (!smallest) return { examples: tried, lost: 0, breaches: [] };
  const { lost, breaches, example } = smallest;
  return {
    examples: tried,
    lost,
    breaches: [`${what}, seed ${seed}: ${breaches.slice(0, 3).join('; ')} — with ${shortened(example)}`],
  };
}

async function judged<T>(judge: (example: T) => Promise<Wrong> | Wrong, example: T): Promise<Wrong> {
  try {
    return await judge(example);
  } catch (error) {
    return { lost: 0, breaches: [`thrown: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`] };
  }
}

/** As JSON, with long texts cut and their length given. */
export function shortened(example: unknown): string {
  const json = JSON.stringify(example, (_, value) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    if (isBytes(value)) return `${value.data.length} bytes: ${Buffer.from(value.data.slice(0, 20)).toString('hex')}`;
    if (typeof value !== 'string' || value.length <= TEXT_LENGTH) return value;
    const [start, end] = [value.slice(0, TEXT_LENGTH / 2), value.slice(-TEXT_LENGTH / 2)];
    return `${start}…${end} (${value.length.toLocaleString('en')} characters)`;
  });
  return json.length <= EXAMPLE_LENGTH ? json : `${json.slice(0, EXAMPLE_LENGTH)}…`;
}

/** A Buffer, as it makes itself JSON. */
function isBytes(value: unknown): value is { data: number[] } {
  return Reflect.get(Object(value), 'type') === 'Buffer' && Array.isArray(Reflect.get(Object(value), 'data'));
}
