/** The guard of the test file that runs, and how one of its tests says that it leaks on purpose. */
import { createGuard, type Exception } from './guard';

export const guard = createGuard();

/**
 * For a leak that is not of the product: a function of the test that shows its key, say, so that the command has to hide it.
 * Until the end of the test that says so, which fails if nothing leaks.
 */
export function allowLeak(outlet: Exception['outlet'], ...kinds: Exception['kinds']): void {
  guard.allow({ outlet, kinds });
}
