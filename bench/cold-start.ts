/** How long a cold start takes and how much memory it needs: the bundle against the same packages from node_modules. */
import { startCloud } from '../test/cloud/cloud';
import { type Start, startFresh } from './fresh-process';
import { median } from './median';
import type { Measured } from './part';
import { table } from './table';

/** Processes of each kind, by turns; the median counts. */
const RUNS = 21;
/** The bundle's share of what loading takes without it. */
const GOAL = 0.5;
/** MB of the smallest function. */
const SMALLEST_FUNCTION = 128;

interface Round {
  readonly node: Start;
  readonly bundle: Start;
  readonly plain: Start;
}

const NAMES: Readonly<Record<keyof Round, string>> = {
  node: 'Node alone',
  bundle: 'dist/poll.js',
  plain: 'the same packages, not bundled',
};

export async function coldStart(): Promise<Measured> {
  const cloud = await startCloud({ securityToken: 'CAISlocalRoleToken0001' });
  try {
    await cloud.createTable();
    const rounds: Round[] = [];
    for (let i = 0; i <= RUNS; i++) {
      const node = await startFresh(cloud);
      const bundle = await startFresh(cloud, 'dist/poll.js');
      const plain = await startFresh(cloud, 'bench/unbundled.cjs');
      // The first round only brings the files into the disk's cache, and warms up the server.
      if (i > 0) rounds.push({ node, bundle, plain });
    }
    return report(rounds);
  } finally {
    await cloud.close();
  }
}

function report(rounds: readonly Round[]): Measured {
  const middle = (value: (round: Round) => number) => median(rounds.map(value));
  const kinds = (['node', 'bundle', 'plain'] as const).map((kind) => ({
    name: NAMES[kind],
    wallMs: middle((round) => round[kind].wallMs),
    overNodeMs: middle((round) => overNode(round, kind)),
    loadMs: middle((round) => round[kind].loadMs),
    peakMb: middle((round) => round[kind].peakMb),
  }));
  const ratios = {
    load: middle(({ bundle, plain }) => bundle.loadMs / plain.loadMs),
    overNode: middle((round) => overNode(round, 'bundle') / overNode(round, 'plain')),
  };
  const peak = middle(({ bundle }) => bundle.peakMb);
  return {
    figures: { runs: RUNS, kinds, ratios },
    lines: [
      `Cold start to the answer of an idle tick, in fresh processes by turns; medians of ${RUNS} runs:`,
      '',
      ...table(
        ['', 'start to answer, ms', 'over Node alone, ms', 'of it loading, ms', 'peak memory, MB'],
        kinds.map(({ name, wallMs, overNodeMs, loadMs, peakMb }) => [
          name,
          wallMs.toFixed(0),
          overNodeMs.toFixed(0),
          loadMs.toFixed(0),
          peakMb.toFixed(0),
        ]),
        1,
      ),
      '',
      `The bundle's share, run by run: ${shown(ratios.load)} of the loading, ${shown(ratios.overNode)} of all that comes on top of Node.`,
      'Part of it is that the bundle loads @alicloud/pop-core with its first call to the CDN only, the script as it starts.',
      `Its peak memory is ${((peak / SMALLEST_FUNCTION) * 100).toFixed(0)} % of the smallest function's ${SMALLEST_FUNCTION} MB.`,
    ],
  };
}

function overNode(round: Round, kind: keyof Round): number {
  return round[kind].wallMs - round.node.wallMs;
}

function shown(ratio: number): string {
  return `${ratio.toFixed(2)} (goal: at most ${GOAL}; ${ratio <= GOAL ? 'met' : 'missed'})`;
}
