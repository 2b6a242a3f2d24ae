import type { Connection } from './connection.js';
import type { Logger } from './env.js';
import { ChatError } from './error.js';
import type { JournalEvent, ServerEvents } from './events.js';
import type { Placed } from './records.js';
import { JOURNAL_TYPES } from './records.js';

/** What only those hear who watch WhatsApp. */
export type WhatsAppName = 'whatsappMessage' | 'whatsappMessageStatus';

/** An event that has a place in the journal. */
export type Live = { [Name in Placed | WhatsAppName]: { name: Name; event: ServerEvents[Name] } }[Placed | WhatsAppName];

export interface FeedOptions {
  connection: Connection;
  logger: Logger;
  /** How many events are caught up with one by one; beyond that everything is loaded anew. */
  catchUpMax: number;
  /** A live event, once and in order. */
  happened(live: Live): void;
  /** An event that was missed, once and in order; `isHeard` says for whom it was not. */
  missed(event: JournalEvent, isHeard: { byWhatsApp: boolean }): Promise<void>;
  /** What happened up to `seq` is not told any more. */
  resync(seq: number): void;
}

/** After how long it is tried again to catch up. */
const RETRY_MS = 2000;

/** How far each conversation was heard. */
class Heard {
  /** The most conversations that are told apart. */
  static readonly MAX = 10_000;
  /** Up to here everything was. */
  base = 0;
  readonly #last = new Map<string, number>();

  upTo(conversationId: string): number {
    return Math.max(this.base, this.#last.get(conversationId) ?? 0);
  }

  note(conversationId: string, seq: number): void {
    if (seq > this.upTo(conversationId)) this.#last.set(conversationId, seq);
    // What was heard long ago is not asked for again.
    if (this.#last.size > Heard.MAX) this.begin(seq);
  }

  begin(base: number): void {
    this.base = base;
    for (const [id, seq] of this.#last) if (seq <= base) this.#last.delete(id);
  }

  clear(base: number): void {
    this.base = base;
    this.#last.clear();
  }
}

/**
 * Brings the journal's events, each once and in its order: what comes live, and what was missed by `sync`. While it catches up, what
 * comes live waits.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #inbox = new Heard();
  readonly #whatsApp = new Heard();
  /** The last event of which anything was heard. */
  #cursor: number | null = null;
  #waiting: Live[] = [];
  #catchingUp: Promise<void> | undefined;
  /** From where it has still to be caught up. */
  #owed: number | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** The place up to which everything was heard; null before the first connection. */
  get cursor(): number | null {
    return this.#cursor;
  }

  /** That a conversation was loaded as it stands after `seq`. */
  noteLoaded(conversationId: string, seq: number): void {
    this.#inbox.note(conversationId, seq);
  }

  /** A connection begins, at the journal's end `head`: hears what was missed before. */
  async begin(head: number): Promise<void> {
    const cursor = this.#cursor;
    if (cursor === null) this.#clear(head);
    else if (head < cursor || head - cursor > this.#options.catchUpMax) this.reset(head);
    await this.catchUp(Math.min(this.#cursor ?? head, this.#owed ?? head));
  }

  hear(live: Live): void {
    if (this.#catchingUp) this.#waiting.push(live);
    else this.#take(live);
  }

  /** From here on everything is told anew. */
  reset(head: number): void {
    this.#clear(head);
    this.#options.resync(head);
  }

  close(): void {
    clearTimeout(this.#retry);
  }

  /** Hears what came after a place. */
  catchUp(from: number): Promise<void> {
    this.#owed = Math.min(this.#owed ?? from, from);
    this.#catchingUp ??= this.#settle().finally(() => {
      this.#catchingUp = undefined;
      // What could not be caught up with is in the journal, and so is what came after it.
      const waiting = this.#owed === undefined ? this.#waiting : [];
      this.#waiting = [];
      for (const live of waiting) this.hear(live);
    });
    return this.#catchingUp;
  }

  async #settle(): Promise<void> {
    // Not before it is noted that it does: from here on what comes live waits.
    await Promise.resolve();
    while (this.#owed !== undefined) {
      const from = this.#owed;
      await this.#run(from);
      if (this.#owed === from) this.#owed = undefined;
    }
  }

  async #run(from: number): Promise<void> {
    let after = from;
    for (;;) {
      const page = await this.#page(after);
      if (page.resync) return this.reset(page.head);
      for (const event of page.events) {
        const id = event.conversationId ?? '';
        const byWhatsApp = event.seq <= this.#whatsApp.upTo(id);
        if (event.seq > this.#inbox.upTo(id)) await this.#options.missed(event, { byWhatsApp });
        this.#inbox.note(id, event.seq);
        this.#whatsApp.note(id, event.seq);
        after = event.seq;
      }
      this.#cursor = Math.max(this.#cursor ?? 0, after);
      if (page.more) continue;
      this.#cursor = Math.max(this.#cursor, page.head);
      this.#inbox.begin(this.#cursor);
      this.#whatsApp.begin(this.#cursor);
      return;
    }
  }

  async #page(after: number): Promise<{ events: JournalEvent[]; head: number; more: boolean; resync?: boolean }> {
    for (;;) {
      try {
        return await this.#options.connection.ask('sync', { after });
      } catch (thrown) {
        const error = ChatError.of(thrown);
        if (error.code !== 'rate_limited') throw error;
        await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? 1000));
      }
    }
  }

  #take(live: Live): void {
    const { name, event } = live;
    const isWhatsApp = !(name in JOURNAL_TYPES);
    const heard = isWhatsApp ? this.#whatsApp : this.#inbox;
    const id = conversationOf(live);
    if (event.seq <= heard.upTo(id)) return;
    // Those who watch WhatsApp do not hear everything of a conversation.
    const isGap = !isWhatsApp && id !== '' && event.previousSeq > heard.upTo(id) && this.#cursor !== null;
    if (isGap) {
      this.#options.logger.debug?.('something was missed', { seq: event.seq, previousSeq: event.previousSeq });
      this.#waiting.push(live);
      this.#quietly(heard.upTo(id));
      return;
    }
    heard.note(id, event.seq);
    this.#cursor = Math.max(this.#cursor ?? 0, event.seq);
    this.#options.happened(live);
  }

  /** Whoever cannot catch up now does so soon, or when the connection is back. */
  #quietly(from: number): void {
    this.catchUp(from).catch((thrown: unknown) => {
      this.#options.logger.warn?.('what was missed could not be caught up with', { code: ChatError.of(thrown).code });
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => {
        if (this.#owed !== undefined && this.#options.connection.isOnline) this.#quietly(this.#owed);
      }, RETRY_MS);
    });
  }

  #clear(head: number): void {
    this.#cursor = head;
    this.#owed = undefined;
    this.#inbox.clear(head);
    this.#whatsApp.clear(head);
  }
}

function conversationOf({ name, event }: Live): string {
  if (name === 'conversation') return event.id;
  return 'conversationId' in event ? (event.conversationId ?? '') : '';
}
