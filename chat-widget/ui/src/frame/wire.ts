import { io, type Socket } from 'socket.io-client';
import type { Answer, Connected, ConversationChange, Deletion, History, Message, Sent, StatusChange, Synced } from '../common/visitor';

/** Why a request was not done. */
export class Failure extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, retryAfterMs?: number) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same request may succeed later. */
  get isForNow(): boolean {
    return ['timeout', 'unavailable', 'rate_limited', 'unauthorized', 'expired_token'].includes(this.code);
  }
}

type Placed<T> = T & { seq: number; previousSeq: number };

interface Told {
  connected(it: Connected): void;
  message(it: Placed<Message>): void;
  messageEdited(it: Placed<Message>): void;
  messageDeleted(it: Placed<Deletion>): void;
  messageStatus(it: Placed<StatusChange>): void;
  conversation(it: Placed<ConversationChange>): void;
  typing(it: { conversationId: string; name: string | null; isTyping: boolean }): void;
  presence(it: { isPresent: boolean }): void;
  settings(): void;
  resync(it: { seq: number }): void;
}

interface Asked {
  sendMessage(it: object, ack: (answer: Answer<Sent>) => void): void;
  history(it: object, ack: (answer: Answer<History>) => void): void;
  sync(it: object, ack: (answer: Answer<Synced>) => void): void;
  markRead(it: object, ack: (answer: Answer<object>) => void): void;
  typing(it: object, ack: (answer: Answer<object>) => void): void;
  opened(it: object, ack: (answer: Answer<object>) => void): void;
  page(it: object, ack: (answer: Answer<object>) => void): void;
}

interface Answers {
  sendMessage: Sent;
  history: History;
  sync: Synced;
  markRead: object;
  typing: object;
  opened: object;
  page: object;
}

/** How long an answer may take. */
const PATIENCE_MS = 8000;

/** The socket of a visitor. It comes back for ever, later and later up to ten seconds. */
export class Wire {
  readonly socket: Socket<Told, Asked>;

  constructor(path: string, token: () => Promise<string>) {
    this.socket = io('/visitor', {
      path,
      autoConnect: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelayMax: 10_000,
      randomizationFactor: 0.5,
      auth: (give) => {
        token().then(
          (token) => give({ token }),
          () => give({}),
        );
      },
    });
  }

  /** Asks, and waits for the answer. */
  async ask<K extends keyof Answers>(name: K, what: object): Promise<Answers[K]> {
    let answer: Answer<Answers[K]>;
    try {
      const socket = this.socket.timeout(PATIENCE_MS) as unknown as {
        emitWithAck(name: string, what: object): Promise<Answer<Answers[K]>>;
      };
      answer = await socket.emitWithAck(name, what);
    } catch {
      throw new Failure('timeout', 'no answer came back');
    }
    if (answer.ok) return answer;
    throw new Failure(answer.code, answer.message, answer.retryAfterMs);
  }
}
