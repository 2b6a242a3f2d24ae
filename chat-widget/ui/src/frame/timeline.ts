import type { Happened, Message, Status } from '../common/visitor';

const RANK: Record<Status, number> = { queued: 0, sent: 1, failed: 2, delivered: 3, read: 4 };

/** A second or two, at random: so that those who failed together do not come back together. */
export const later = (): number => 1000 + Math.random() * 1500;

interface Thread {
  messages: Map<string, Message>;
  /** Where the older ones begin; nothing when all are here. */
  cursor: string | null;
  lastSeq: number | null;
  /** Whether what was said before is here, or can be had. */
  isLoaded: boolean;
}

/** What was said in each conversation: each message once, in its place, with its latest status. */
export class Timeline {
  /** The position of the last event that was heard. */
  last: number | null = null;
  readonly #threads = new Map<string, Thread>();

  isLoaded(id: string): boolean {
    return this.#threads.get(id)?.isLoaded ?? false;
  }

  cursor(id: string): string | null {
    return this.#threads.get(id)?.cursor ?? null;
  }

  messages(id: string): Message[] {
    const messages = [...(this.#threads.get(id)?.messages.values() ?? [])];
    return messages.sort((one, other) => one.position - other.position);
  }

  /** A conversation that has just begun: there is nothing older. */
  begin(id: string): void {
    const thread = this.#thread(id);
    thread.cursor = null;
    thread.isLoaded = true;
  }

  add(id: string, messages: Message[], cursor: string | null): void {
    const thread = this.#thread(id);
    thread.cursor = cursor;
    thread.isLoaded = true;
    for (const message of messages) this.put(message);
  }

  put(message: Message): void {
    const { messages } = this.#thread(message.conversationId);
    const known = messages.get(message.id);
    const status = known && RANK[known.status] > RANK[message.status] ? known.status : message.status;
    messages.set(message.id, { ...message, status });
  }

  /** Whether nothing of its conversation is missing before it. */
  follows(event: Happened): boolean {
    const { seq, previousSeq } = event;
    const { lastSeq } = this.#of(event);
    if (lastSeq !== null) return seq <= lastSeq || previousSeq <= lastSeq;
    return previousSeq === 0 || previousSeq <= (this.last ?? 0);
  }

  /** Notes an event; false when it was heard before. */
  take(event: Happened): boolean {
    const thread = this.#of(event);
    if (thread.lastSeq !== null && event.seq <= thread.lastSeq) return false;
    thread.lastSeq = event.seq;
    const { messages } = thread;
    const known = 'messageId' in event.data ? messages.get(event.data.messageId) : undefined;
    // What was edited and is not here yet comes as it is by then.
    if (event.type === 'message' || (event.type === 'messageEdited' && messages.has(event.data.id))) this.put(event.data);
    if (known && event.type === 'messageStatus') this.put({ ...known, status: event.data.status });
    if (known && event.type === 'messageDeleted') this.put({ ...known, content: '', attachments: [], isDeleted: true });
    return true;
  }

  clear(): void {
    this.#threads.clear();
  }

  #of({ type, data }: Happened): Thread {
    return this.#thread(type === 'conversation' ? data.id : data.conversationId);
  }

  #thread(id: string): Thread {
    let thread = this.#threads.get(id);
    if (!thread) this.#threads.set(id, (thread = { messages: new Map(), cursor: null, lastSeq: null, isLoaded: false }));
    return thread;
  }
}
