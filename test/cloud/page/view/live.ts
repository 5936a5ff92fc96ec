/** Keeps up with the local cloud: asks for its state once a second, also after it ended, since it can come back. */
import { useEffect, useState } from 'react';
import type { PageState } from '../state';

const SECOND = 1_000;
/** When nobody answers, less often: the browser writes every attempt into its console. */
const WHEN_LOST = 5_000;

export interface Live {
  readonly state: PageState | undefined;
  readonly lost: boolean;
}

export function useLiveState(): Live {
  const [live, setLive] = useState<Live>({ state: undefined, lost: false });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    async function look() {
      const state = await stateNow();
      if (ended) return;
      setLive((before) => ({ state: state ?? before.state, lost: state === undefined }));
      timer = setTimeout(look, state ? SECOND : WHEN_LOST);
    }
    look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
  return live;
}

async function stateNow(): Promise<PageState | undefined> {
  try {
    const response = await fetch('/state', { signal: AbortSignal.timeout(WHEN_LOST) });
    return response.ok ? ((await response.json()) as PageState) : undefined;
  } catch {
    return undefined;
  }
}
