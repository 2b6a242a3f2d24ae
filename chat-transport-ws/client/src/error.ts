import type { Problem } from './generated/rest.js';
import type { Failure, FittingTemplate, Missed, WrongField } from './generated/socket.js';

/** What may go right when it is done again later. */
const RETRYABLE = new Set(['offline', 'timeout', 'rate_limited', 'unavailable', 'overloaded', 'disk_full', 'stopping', 'too_slow']);

export interface ErrorDetails {
  /** The HTTP status; nothing when it did not come by REST. */
  status?: number | undefined;
  /** Whether the same may succeed later. */
  retryable?: boolean | undefined;
  retryAfterMs?: number | undefined;
  /** The fields that are wrong. */
  errors?: readonly WrongField[] | undefined;
  /** With `superseded`: what others have done since. */
  missed?: readonly Missed[] | undefined;
  /** With `window_closed`: the templates that may be sent. */
  templates?: readonly FittingTemplate[] | undefined;
  /** What the request is called in the server's log. */
  requestId?: string | undefined;
  problem?: Problem | undefined;
  cause?: unknown;
}

/**
 * What went wrong, whichever way it was asked for.
 *
 * `code` is the server's (`not_found`, `forbidden`, `invalid`, `conflict`, `superseded`, `window_closed`, `rate_limited`, …) or one of the
 * client's own: `offline` (there is no connection), `timeout` (no answer in time), `unauthorized` (the token is not good any more),
 * `aborted`, `closed` (the client was destroyed).
 */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: string;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly errors: readonly WrongField[];
  readonly missed: readonly Missed[];
  /** With `window_closed`: the templates that may be sent. */
  readonly templates: readonly FittingTemplate[];
  readonly requestId: string | undefined;
  /** The whole problem document, where there is one. */
  readonly problem: Problem | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.retryable = details.retryable ?? (RETRYABLE.has(code) || [408, 429, 502, 503, 504].includes(details.status ?? 0));
    this.retryAfterMs = details.retryAfterMs;
    this.errors = details.errors ?? [];
    this.missed = details.missed ?? [];
    this.templates = details.templates ?? [];
    this.requestId = details.requestId;
    this.problem = details.problem;
  }

  /** The answer to a socket's command that could not be done. */
  static ofAnswer(failure: Failure): ChatError {
    return new ChatError(failure.code, failure.message, failure as Partial<Failure>);
  }

  /** Whatever was thrown, as one of these. */
  static of(thrown: unknown): ChatError {
    if (thrown instanceof ChatError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    if (thrown instanceof Error && thrown.name === 'AbortError') return new ChatError('aborted', message, { cause: thrown });
    return new ChatError('offline', message, { cause: thrown });
  }
}
