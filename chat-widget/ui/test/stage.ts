import { vi } from 'vitest';
import type { SessionAnswer } from '../src/common/visitor';

/** What the server answers each request of a session with. */
export const session = (more: Partial<SessionAnswer> = {}): SessionAnswer => ({
  token: 'visit-token',
  expiresIn: 600,
  visitor: 'visitor-token',
  lang: 'en',
  isRtl: false,
  settings: {
    name: 'Shop', welcome: '', away: '', placeholder: '', preChat: null, hasAvatars: false, hasSound: false, needsIdentity: false,
    colors: { light: { brand: '#000', onBrand: '#fff' }, dark: { brand: '#fff', onBrand: '#000' } },
  },
  uploads: { maxBytes: 1000, types: ['image/png', 'application/pdf'] },
  isOpen: true,
  opensAt: null,
  isIdentified: false,
  ...more,
});

/** A request as the code under test makes it, to be answered by hand. */
export class Request {
  static readonly all: Request[] = [];
  static get last(): Request {
    return Request.all.at(-1) as Request;
  }

  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  status = 0;
  responseText = '';
  url = '';
  headers: Record<string, string> = {};
  body: FormData | undefined;
  isAborted = false;
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;

  constructor() {
    Request.all.push(this);
  }
  open(_method: string, url: string): void {
    this.url = url;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  getResponseHeader(): null {
    return null;
  }
  send(body: FormData): void {
    this.body = body;
  }
  abort(): void {
    this.isAborted = true;
    this.onabort?.();
  }

  get file(): File {
    return this.body?.get('file') as File;
  }
  answer(status: number, body: unknown = {}): void {
    this.status = status;
    this.responseText = typeof body === 'string' ? body : JSON.stringify(body);
    this.onload?.();
  }
  fail(): void {
    this.onerror?.();
  }
}

/** Lets everything that waits for nothing but its turn have it. */
export const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
