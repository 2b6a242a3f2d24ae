import type { Attachment } from '../../common/visitor';
import { Failure } from '../wire';

/** What is asked of the server for one file. */
export interface Upload {
  file: File;
  token: string;
  /** How much of it has gone out, from 0 to 1. */
  progress(part: number): void;
  signal: AbortSignal;
}

/** What is said of a connection that was none: the next one may be better. */
const BROKEN = ['broken_off', 'too_slow'];

/** What an answer without a body of the server's own means: from something between here and there. */
const CODES: Record<number, string> = { 0: 'timeout', 401: 'unauthorized', 413: 'file_too_large', 415: 'file_type', 429: 'rate_limited' };

/** Gives the server a file. By the older of the two interfaces, as the other does not tell how far it is. */
export function upload({ file, token, progress, signal }: Upload): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const ended = (): void => {
      const { status } = request;
      const told = read(request.responseText);
      if (status === 201) return resolve(told as Attachment);
      const said = told.code ?? CODES[status] ?? (status < 500 ? 'refused' : 'unavailable');
      const code = BROKEN.includes(said) ? 'timeout' : said;
      const seconds = Number(request.getResponseHeader('retry-after'));
      reject(new Failure(code, told.message ?? '', told.retryAfterMs ?? (seconds ? seconds * 1000 : undefined)));
    };
    // Beside the frame's own address: `…/w/{key}/attachments`.
    request.open('POST', `${location.pathname}/attachments`);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = request.onerror = request.ontimeout = request.onabort = ended;
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

function read(text: string): Partial<Attachment> & { code?: string; message?: string; retryAfterMs?: number } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
