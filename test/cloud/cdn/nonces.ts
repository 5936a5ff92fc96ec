/** Remembers the signature nonces used lately. */
import { TIMESTAMP_TOLERANCE_MS } from './limits';

export class Nonces {
  private readonly usedAt = new Map<string, number>();

  /** False when the nonce was used before. */
  use(nonce: string, at: number): boolean {
    this.forgetBefore(at - 2 * TIMESTAMP_TOLERANCE_MS);
    if (this.usedAt.has(nonce)) return false;
    this.usedAt.set(nonce, at);
    return true;
  }

  /** Past this age the timestamp alone gives a replay away. */
  private forgetBefore(limit: number): void {
    for (const [nonce, at] of this.usedAt) {
      if (at >= limit) return;
      this.usedAt.delete(nonce);
    }
  }
}
