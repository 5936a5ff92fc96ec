/** Whether a secret gets out when services refuse, echo or break: all that the built product gives out is scanned. */
import { sentence } from '../../support/secrets/guard';
import { listen } from '../../support/secrets/notes';
import { createScanner } from '../../support/secrets/scanner';
import type { Experiment, Finding } from '../experiment';
import { live } from './troubled-life';
import { REFUSALS, TROUBLES, type Trouble } from './troubles';

const BREACHES_SHOWN = 10;

const COMMANDS: readonly (readonly string[])[] = [
  ['doctor'],
  ['doctor', '--json'],
  ['list', '--json'],
  ['show', '1'],
  ['setup'],
  ['poll'],
  ['refresh', 'http://example.com/b.js', '--json'],
  ['retry', '--failed', '--json'],
  ['watch', '2', '--wait', '--every', '0.1', '--timeout', '1s'],
];

export const secrets: Experiment = {
  name: 'secrets',
  async run(size, seed): Promise<Finding> {
    const scanner = createScanner();
    const signatures = new Set<string>();
    const outputs: { readonly during: string; readonly outlet: string; readonly value: unknown }[] = [];
    let during = '';
    const end = listen({
      secret(kind, secret) {
        scanner.watch(kind, secret);
        if (kind === 'signature' && secret !== undefined) signatures.add(secret);
      },
      output: (outlet, value) => void outputs.push({ during, outlet, value }),
    });
    try {
      for (const trouble of size === 'small' ? few(seed) : TROUBLES) {
        during = trouble.name;
        await live(trouble, size === 'small' ? COMMANDS.slice(0, 1) : COMMANDS);
      }
    } finally {
      end();
    }
    const leaks = outputs.flatMap(({ during, outlet, value }) =>
      scanner.scan(outlet, value).map((leak) => `${sentence(leak)} (with ${during}; seed ${seed})`),
    );
    const deaf = signatures.size > 0 ? [] : ['no signature was heard of, so that none could be found'];
    const figure = signatures.size.toLocaleString('en-US');
    return {
      size: `${outputs.length.toLocaleString('en-US')} outputs`,
      lost: 0,
      repeats: 0,
      breaches: [...new Set([...deaf, ...leaks])].slice(0, BREACHES_SHOWN),
      notes: [`${figure} signatures were looked for, and the keys, the token and both webhooks`],
    };
  },
};

/** Others with each seed. */
function few(seed: number): Trouble[] {
  return REFUSALS.filter((_, i) => (i + seed) % 5 === 0);
}
