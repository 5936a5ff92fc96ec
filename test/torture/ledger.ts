/** What an outsider sees of the poller: what Slack accepted, what stands in the rows, when the CDN was asked; and what was wrong with it. */
import type { Payload, Posted } from '../../lib/ports';
import { overLimits } from '../../lib/steps/slack-limits';
import type { Audience } from '../../lib/task';
import type { MemoryList } from '../support/memory-list';
import { type News, type Reading, read } from './news';
import { watchRows } from './row-watch';
import { hearers, type Life, type Scene } from './scene';
import type { Time } from './virtual-time';

/** The service allows so many calls in any second, of so many ids each. */
const CALLS_PER_SECOND = 30;
const IDS_PER_CALL = 10;
/** One message a second for each webhook. Ms. */
const BETWEEN_MESSAGES = 1_000;
/** More would not be read. */
const BREACHES_KEPT = 5;

/** One attempt to post. */
export interface Post {
  readonly to: Audience;
  /** The invocation that posts. */
  readonly by: object;
  /** The poller could not know whether Slack has it. */
  ambiguous?: boolean;
}

interface Accepted extends Reading {
  readonly post: Post;
}

export interface Judgement {
  /** Tasks of which somebody who should have heard did not. */
  readonly lost: number;
  /** Messages with news that was told before. */
  readonly repeats: number;
  readonly breaches: readonly string[];
}

export class Ledger {
  private readonly calls: number[] = [];
  private readonly accepted: Accepted[] = [];
  private readonly breaches: string[] = [];
  private readonly quietUntil = new Map<Audience, number>();
  private readonly told = new Set<string>();
  private readonly lives: ReadonlyMap<string, Life>;
  private repeats = 0;
  /** Messages that may come again: after a crash, an unclear answer, or a write that failed, nobody could know that Slack has them. */
  private forgivable = 0;

  constructor(
    private readonly scene: Scene,
    private readonly list: MemoryList,
    private readonly time: Time,
  ) {
    this.lives = new Map(scene.lives.map((life) => [life.id, life]));
    watchRows(list, (what) => this.breach(what));
  }

  breach(what: string): void {
    if (this.breaches.length < BREACHES_KEPT) this.breaches.push(what);
  }

  called(ids: number): void {
    if (ids > IDS_PER_CALL) this.breach(`${ids} ids in a call`);
    const now = this.time.now();
    while (this.calls[0] !== undefined && this.calls[0] <= now - 1_000) this.calls.shift();
    this.calls.push(now);
    if (this.calls.length > CALLS_PER_SECOND) this.breach(`${this.calls.length} calls in a second`);
  }

  /** Slack's answer to a message. */
  posted(post: Post, payload: Payload): Posted {
    const { to } = post;
    const now = this.time.now();
    // What arrives long after it was sent says nothing of the pace at which messages are sent.
    const late = post.ambiguous === true;
    const left = (this.quietUntil.get(to) ?? 0) - now;
    if (left > 0 && !late) {
      this.breach(`a message ${left} ms too soon`);
      return { kind: 'limited', retryAfterMs: BETWEEN_MESSAGES };
    }
    if (!late) this.quietUntil.set(to, now + BETWEEN_MESSAGES);
    for (const limit of overLimits(payload)) this.breach(`a message over a limit of Slack: ${limit}`);
    const message = { post, ...read(payload) };
    this.accepted.push(message);
    if (message.news.some((news) => this.told.has(keyOf(to, news)))) this.repeats++;
    for (const news of message.news) this.hear(to, news);
    return { kind: 'accepted' };
  }

  unanswered(post: Post): void {
    post.ambiguous = true;
    this.forgivable++;
  }

  /** @param crashed whether the process died: then one message at most may be without a record */
  invocationEnded(by: object, crashed: boolean): void {
    const clear = this.accepted.filter(({ post }) => post.by === by && !post.ambiguous);
    const unrecorded = clear.filter((message) => !this.isRecorded(message));
    if (crashed && unrecorded.length > 1) this.breach(`${unrecorded.length} messages without a record at a crash`);
    this.forgivable += unrecorded.length;
  }

  /** To be asked when there is nothing left to do. */
  judge(): Judgement {
    const { lives, spoilt, settings } = this.scene;
    const lost = lives.filter(
      (life) => life.before !== 'told' && hearers(life, settings).some((to) => !this.isTold(to, life)),
    );
    if (this.repeats > this.forgivable) {
      this.breach(`${this.repeats} messages repeated, ${this.forgivable} of them with reason`);
    }
    for (const message of this.accepted) {
      const more = this.recordedWith(message) - message.counted;
      if (more > 0) this.breach(`${more} tasks recorded as told by ${message.digest}, which does not tell of them`);
    }
    for (const [id] of this.list.pending) this.breach(`${id} is still on the list`);
    for (const { id, outcome } of lives) {
      const recorded = this.list.done.get(id)?.ending.outcome;
      if (recorded !== outcome) this.breach(`${id} is ${outcome}, and recorded as ${recorded}`);
    }
    for (const id of spoilt) if (!this.list.dead.has(id)) this.breach(`${id} can't be read, and is not on dead`);
    return { lost: lost.length, repeats: this.repeats, breaches: this.breaches };
  }

  private hear(to: Audience, news: News): void {
    const { id, said } = news;
    const life = this.lives.get(id);
    if (!life) throw new Error(`a message about ${id}, which is nobody's`);
    this.told.add(keyOf(to, news));
    if (said === 'overdue') return;
    if (said !== life.outcome) this.breach(`${id} is ${life.outcome}, and was told as ${said}`);
    if (!hearers(life, this.scene.settings).includes(to)) this.breach(`${to} was told of ${id}`);
    if (life.before === 'told') this.breach(`${id} had been told before`);
  }

  /** Whether a message told of it: by its name, or as one of those it counts. */
  private isTold(to: Audience, { id, outcome }: Life): boolean {
    if (this.told.has(keyOf(to, { id, said: outcome }))) return true;
    const digest = this.list.done.get(id)?.digest;
    return outcome === 'complete' && this.accepted.some((one) => one.digest === digest && one.counted > 0);
  }

  private isRecorded(message: Accepted): boolean {
    const { news, post, counted } = message;
    return news.every((one) => this.isNewsRecorded(post.to, one)) && this.recordedWith(message) >= counted;
  }

  private isNewsRecorded(to: Audience, { id, said }: News): boolean {
    const row = this.list.pending.get(id);
    if (said === 'overdue') {
      return row === undefined || !('state' in row) || row.state === 'owed' || row.overdue === 'told';
    }
    return this.list.done.has(id) || (row !== undefined && 'told' in row && row.told?.includes(to) === true);
  }

  /** How many complete tasks were recorded as told by this message, those left out that it names. */
  private recordedWith({ digest, news }: Accepted): number {
    const named = new Set(news.map(({ id }) => id));
    const rows = [...this.list.done.values()];
    return rows.filter((row) => row.digest === digest && row.ending.outcome === 'complete' && !named.has(row.id))
      .length;
  }
}

function keyOf(to: Audience, { id, said }: News): string {
  return `${to} ${id} ${said === 'overdue' ? said : 'ended'}`;
}
