import { ChatError } from '@chat/client';
import type { TFunction } from 'i18next';

/** Codes that say the same to somebody who reads. */
const SAME: Record<string, string> = {
  unauthenticated: 'unauthorized',
  expired: 'unauthorized',
  overloaded: 'unavailable',
  stopping: 'unavailable',
  too_slow: 'timeout',
  wrong_code_used: 'wrong_code',
  payload_too_large: 'too_large',
  outside_window: 'needs_template',
};

/** What went wrong, in words, with what to do. */
export function inWords(thrown: unknown, t: TFunction): string {
  const error = ChatError.of(thrown);
  const code = SAME[error.code] ?? error.code;
  const detail = error.errors.map(({ field, problem }) => `${field}: ${problem}`).join('; ') || error.message;
  return t([`error.${code}`, 'error.other'], { detail });
}
