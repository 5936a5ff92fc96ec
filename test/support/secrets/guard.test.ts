/** What the guard says at the end of a test; leaking.test.ts shows that every test has one. */
import { expect, it } from 'vitest';
import { createGuard, type Guard } from './guard';

const ID = 'LTAI5tGuardedKeyId001';
const TOKEN = 'CAISguardedToken0123456789';

/** What it says after this, or "nothing". */
function said(act: (guard: Guard) => void, guard = createGuard()): string {
  act(guard);
  try {
    guard.check();
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}

it.each<[string, (guard: Guard) => void, string | RegExp]>([
  ['nothing of outputs without a secret', ({ output }) => output('a log line', 'all is well'), 'nothing'],
  [
    'what leaked, and where to, with the secret blacked out',
    ({ secret, output }) => {
      secret('access key id', ID);
      output('a log line', { fields: { message: `key ${ID}` } });
    },
    /^Error: Secrets:\naccess key id in a log line \(\.fields\.message\): key █{21}$/,
  ],
  [
    'a secret that was told after the output',
    ({ secret, output }) => {
      output('a log line', `key ${ID}`);
      secret('access key id', ID);
    },
    /access key id in a log line: key █{21}$/,
  ],
  [
    'the same leak once',
    ({ secret, output }) => {
      secret('access key id', ID);
      for (let i = 0; i < 3; i++) output('a log line', ID);
    },
    /^Error: Secrets:\n.*$/,
  ],
  [
    'nothing of a leak that is allowed',
    ({ secret, output, allow }) => {
      secret('access key id', ID);
      allow({ outlet: 'a log line', kinds: ['access key id'] });
      output('a log line', ID);
    },
    'nothing',
  ],
  [
    'another kind of secret than is allowed',
    ({ secret, output, allow }) => {
      secret('access key id', ID);
      secret('security token', TOKEN);
      allow({ outlet: 'a log line', kinds: ['access key id'] });
      output('a log line', [ID, TOKEN]);
    },
    /^Error: Secrets:\nsecurity token in a log line .*$/,
  ],
  [
    'another outlet than is allowed',
    ({ secret, output, allow }) => {
      secret('access key id', ID);
      allow({ outlet: 'a log line', kinds: ['access key id'] });
      output('a log line', ID);
      output('a message', ID);
    },
    /^Error: Secrets:\naccess key id in a message: █+$/,
  ],
  [
    'what is allowed in vain',
    ({ allow }) => allow({ outlet: 'a log line', kinds: ['access key id'] }),
    /allowed, but did not happen: access key id in a log line$/,
  ],
])('says %s', (_, act, words) => {
  expect(said(act)).toMatch(words);
});

it('forgets outputs and exceptions with the test, and remembers secrets', () => {
  const guard = createGuard();
  guard.secret('access key id', ID);
  expect(said(({ output }) => output('a log line', ID), guard)).toContain('access key id');
  expect(said(() => undefined, guard)).toBe('nothing');
  const allowed = said(({ allow, output }) => {
    allow({ outlet: 'a log line', kinds: ['access key id'] });
    output('a log line', ID);
  }, guard);
  expect(allowed).toBe('nothing');
  expect(said(({ output }) => output('a log line', ID), guard)).toContain('access key id');
});
