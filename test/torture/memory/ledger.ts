/** What an outsider sees of the poller: what Slack accepted, what stands in the rows, when the CDN was asked; and what was wrong with it. */
import type { Payload, Posted } from '../../../lib/ports';
import { overLimits } from '../../../lib/steps/slack-limits';
import type { Audience } from '../../../lib/task';
import type { MemoryList } from '../../support/memory-list';
import type { Invocation } from './invocation';
import { type News, type Reading, read } from './news';
import { kindOf, Records } from './records';
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

const KINDS = ['complete', 'problems'] as const;

/** One attempt to post. */
export interface Post {
  readonly to: Audience;
  /** The invocation that posts. */
  readonly by: Invocation;
  /** The poller could not know whether Slack has it. */
  ambiguous?: boolean;
}

interface Accepted extends Reading {
  readonly post: Post;
  /** Which of the invocation's requests it was. */
  readonly request: number;
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
  private readonly byDigest = new Map<string, Accepted>();
  private readonly breaches: string[] = [];
  private readonly quietUntil = new Map<Audience, number>();
  /** How often each piece of news was told, and how often it may have been. */
  private readonly told = new Map<string, number>();
  private readonly allowed = new Map<string, number>();
  private readonly lives: ReadonlyMap<string, Life>;
  private readonly records: Records;
  /** The latest invocation that asked the CDN. */
  private lastToCall = 0;
  private repeats = 0;

  constructor(
    private readonly scene: Scene,
    private readonly list: MemoryList,
    private readonly time: Time,
  ) {
    this.lives = new Map(scene.lives.map((life) => [life.id, life]));
    this.records = new Records(list.done);
    watchRows(list, (what) => this.breach(what));
  }

  breach(what: string): void {
    if (this.breaches.length < BREACHES_KEPT) this.breaches.push(what);
  }

  /** A call to the CDN leaves. */
  called(by: Invocation, ids: number): void {
    if (by.number < this.lastToCall) this.breach('two sweeps asked the CDN at once');
    this.lastToCall = Math.max(this.lastToCall, by.number);
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
    const message = { post, request: post.by.requests, ...read(payload) };
    this.accepted.push(message);
    this.byDigest.set(message.digest, message);
    if (message.news.some((news) => this.told.has(keyOf(to, news)))) this.repeats++;
    for (const news of message.news) this.hear(to, news);
    if (post.ambiguous) this.mayComeAgain(message);
    return { kind: 'accepted' };
  }

  /** Something else than ok came back. */
  answeredInstead(post: Post, answer: Posted): void {
    if (answer.kind === 'unclear') {
      post.ambiguous = true;
      for (const message of this.accepted) if (message.post === post) this.mayComeAgain(message);
    }
    if (answer.kind === 'limited') this.quietUntil.set(post.to, this.time.now() + answer.retryAfterMs);
  }

  /**
   * A message may be without a record when the process died after it, or when something happened to a request between it and
   * the next message: one message for each death, and no other.
   */
  invocationEnded(by: Invocation): void {
    const sent = this.accepted.filter(({ post }) => post.by === by);
    for (const [i, message] of sent.entries()) {
      if (message.post.ambiguous || this.isRecorded(message)) continue;
      const next = sent[i + 1]?.request ?? Number.POSITIVE_INFINITY;
      const troubled = by.troubles.some((number) => number >= message.request && number < next);
      if (troubled || (by.crashed && i === sent.length - 1)) this.mayComeAgain(message);
      else this.breach(`${message.digest} was told, and is without a record`);
    }
  }

  /** To be asked when there is nothing left to do. */
  judge(): Judgement {
    const { lives, spoilt, settings } = this.scene;
    const lost = lives.filter(
      (life) => life.before !== 'told' && hearers(life, settings).some((to) => !this.isTold(to, life)),
    );
    for (const [news, times] of this.told) {
      const most = 1 + (this.allowed.get(news) ?? 0);
      if (times > most) this.breach(`${news} was told ${times} times, where ${most} may be`);
    }
    for (const message of this.accepted) {
      const more = KINDS.map((kind) => Math.max(0, this.records.surplus(message, kind)));
      if (more.some(Boolean))
        this.breach(`${more.join(' and ')} tasks recorded as told by ${message.digest}, which does not tell of them`);
    }
    for (const [id] of this.list.pending) this.breach(`${id} is still on the list`);
    for (const { id, outcome } of lives) {
      const recorded = this.records.outcomeOf(id);
      if (recorded !== outcome) this.breach(`${id} is ${outcome}, and recorded as ${recorded}`);
    }
    for (const id of spoilt) if (!this.list.dead.has(id)) this.breach(`${id} can't be read, and is not on dead`);
    return { lost: lost.length, repeats: this.repeats, breaches: this.breaches };
  }

  /** Nobody could know that Slack has it. */
  private mayComeAgain({ post, news }: Accepted): void {
    for (const one of news) {
      const key = keyOf(post.to, one);
      this.allowed.set(key, (this.allowed.get(key) ?? 0) + 1);
    }
  }

  private hear(to: Audience, news: News): void {
    const { id, said } = news;
    const life = this.lives.get(id);
    if (!life) throw new Error(`a message about ${id}, which is nobody's`);
    const key = keyOf(to, news);
    this.told.set(key, (this.told.get(key) ?? 0) + 1);
    if (said === 'overdue') return;
    if (said !== life.outcome) this.breach(`${id} is ${life.outcome}, and was told as ${said}`);
    if (!hearers(life, this.scene.settings).includes(to)) this.breach(`${to} was told of ${id}`);
    if (life.before === 'told') this.breach(`${id} had been told before`);
  }

  /** Whether a message told of it: by its name, or as one of those it counts. */
  private isTold(to: Audience, { id, outcome }: Life): boolean {
    if (this.told.has(keyOf(to, { id, said: outcome }))) return true;
    const message = this.byDigest.get(this.records.digestOf(id) ?? '');
    return message !== undefined && message.counted[kindOf(outcome)] > 0;
  }

  private isRecorded(message: Accepted): boolean {
    const named = message.news.every((one) => this.isNewsRecorded(message.post.to, one));
    return named && KINDS.every((kind) => this.records.surplus(message, kind) >= 0);
  }

  private isNewsRecorded(to: Audience, { id, said }: News): boolean {
    const row = this.list.pending.get(id);
    if (said === 'overdue') {
      return row === undefined || !('state' in row) || row.state === 'owed' || row.overdue === 'told';
    }
    return this.records.has(id) || (row !== undefined && 'told' in row && row.told?.includes(to) === true);
  }
}

function keyOf(to: Audience, { id, said }: News): string {
  return `${to} ${id} ${said === 'overdue' ? said : 'ended'}`;
}
