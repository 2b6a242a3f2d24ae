import { backoff, uuid } from './env.js';
import { ChatError } from './error.js';
import type { Problem, Routes } from './generated/rest.js';
import type { Tokens } from './token.js';

/** A route, as `GET /api/v1/conversations`. */
export type Route = keyof Routes;

/** The paths that have a method. */
export type PathOf<Method extends string> = Route extends infer R ? (R extends `${Method} ${infer Path}` ? Path : never) : never;

export type ResponseOf<R extends Route> = Routes[R]['response'];
export type QueryOf<R extends Route> = Routes[R]['query'];
export type BodyOf<R extends Route> = Routes[R]['body'];

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [N in Name]?: undefined }
  : Record<string, never> extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value };

/** How a request may be different from others. */
export interface Extras {
  signal?: AbortSignal | undefined;
  headers?: Record<string, string> | undefined;
  /** What makes a second request the same as the first; every POST has one of its own unless another is given. */
  idempotencyKey?: string | undefined;
}

/** What a route takes: `path`, `query` and `body` where it has them. */
export type Input<R extends Route> = Part<'path', Routes[R]['path']> & Part<'query', Routes[R]['query']> & Part<'body', Routes[R]['body']> & Extras;

type Args<R extends Route> = Record<string, never> extends Input<R> ? [input?: Input<R>] : [input: Input<R>];
type Key<Method extends string, Path> = `${Method} ${Path & string}` & Route;

/** A file on its way up. */
export interface UploadOptions {
  name?: string;
  signal?: AbortSignal;
  /** How much of it is sent, from 0 to 1; only where there is `XMLHttpRequest`. */
  onProgress?: (share: number) => void;
}

export interface ApiOptions {
  /** Where the module is: `https://chat.example`, without a slash at the end. */
  url: string;
  tokens: Tokens;
  credentials?: 'include' | 'omit' | 'same-origin' | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** Called when the server takes no token any more. */
  onUnauthorized?: ((error: ChatError) => void) | undefined;
}

interface Loose {
  path?: Record<string, string> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
}

/** How often something that may go right the next time is asked for again. */
const TRIES = 3;

/**
 * The REST API, typed by route.
 *
 * ```ts
 * const page = await chat.api.get('/api/v1/conversations', { query: { status: 'active' } });
 * const widget = await chat.api.post('/api/v1/widgets', { body: { name: 'Shop' } });
 * const one = await chat.api.get('/api/v1/conversations/{id}', { path: { id } });
 * ```
 *
 * A problem is thrown as a {@link ChatError}. What the server cannot answer now (429, 503, no network) is asked for again, twice at
 * most, where that does no harm: reads, PUT and DELETE, and whatever has an idempotency key.
 */
export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  get<Path extends PathOf<'GET'>>(path: Path, ...input: Args<Key<'GET', Path>>): Promise<ResponseOf<Key<'GET', Path>>> {
    return this.request(`GET ${path}` as Key<'GET', Path>, ...input);
  }

  post<Path extends PathOf<'POST'>>(path: Path, ...input: Args<Key<'POST', Path>>): Promise<ResponseOf<Key<'POST', Path>>> {
    return this.request(`POST ${path}` as Key<'POST', Path>, ...input);
  }

  put<Path extends PathOf<'PUT'>>(path: Path, ...input: Args<Key<'PUT', Path>>): Promise<ResponseOf<Key<'PUT', Path>>> {
    return this.request(`PUT ${path}` as Key<'PUT', Path>, ...input);
  }

  patch<Path extends PathOf<'PATCH'>>(path: Path, ...input: Args<Key<'PATCH', Path>>): Promise<ResponseOf<Key<'PATCH', Path>>> {
    return this.request(`PATCH ${path}` as Key<'PATCH', Path>, ...input);
  }

  delete<Path extends PathOf<'DELETE'>>(path: Path, ...input: Args<Key<'DELETE', Path>>): Promise<ResponseOf<Key<'DELETE', Path>>> {
    return this.request(`DELETE ${path}` as Key<'DELETE', Path>, ...input);
  }

  /** Any route: `request('POST /api/v1/conversations/{id}/read', { path: { id } })`. */
  async request<R extends Route>(route: R, ...[input]: Args<R>): Promise<ResponseOf<R>> {
    const [method = '', template = ''] = route.split(' ');
    const { path, query, body } = (input ?? {}) as Loose;
    const url = this.#options.url + filled(template, path) + search(query);
    const { signal, headers, idempotencyKey } = (input ?? {}) as Extras;
    const init: RequestInit & { headers: Record<string, string> } = { method, headers: { accept: 'application/json', ...headers } };
    if (signal) init.signal = signal;
    if (method === 'POST') init.headers['idempotency-key'] = idempotencyKey ?? uuid();
    if (typeof body === 'string') init.headers['content-type'] ??= 'text/csv';
    const isPlain = body !== undefined && typeof body !== 'string' && !(body instanceof FormData) && !(body instanceof Blob);
    if (isPlain) init.headers['content-type'] = 'application/json';
    if (body !== undefined) init.body = isPlain ? JSON.stringify(body) : (body as BodyInit);
    const response = await this.#persistently(url, init);
    return (await parsed(response)) as ResponseOf<R>;
  }

  /** Hands a file in: the id goes into `attachmentIds` of a message. */
  async upload(file: Blob, options: UploadOptions = {}): Promise<ResponseOf<'POST /api/v1/attachments'>> {
    const body = new FormData();
    const name = options.name ?? (file as Blob & { name?: string }).name ?? 'file';
    body.append('file', file, name);
    if (!options.onProgress || typeof XMLHttpRequest === 'undefined') {
      return this.post('/api/v1/attachments', { body, signal: options.signal });
    }
    return this.#uploadWatched(body, options, await this.#options.tokens.current());
  }

  #uploadWatched(body: FormData, options: UploadOptions, token: string | null): Promise<ResponseOf<'POST /api/v1/attachments'>> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.#options.url}/api/v1/attachments`);
      request.responseType = 'json';
      request.withCredentials = this.#options.credentials === 'include';
      if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
      request.setRequestHeader('idempotency-key', uuid());
      request.upload.onprogress = ({ loaded, total }) => options.onProgress?.(total > 0 ? loaded / total : 0);
      request.onerror = () => reject(new ChatError('offline', 'the server cannot be reached'));
      request.onabort = () => reject(new ChatError('aborted', 'the upload was given up'));
      request.onload = () => {
        if (request.status < 300) return resolve(request.response as ResponseOf<'POST /api/v1/attachments'>);
        reject(problemOf(request.status, request.response as Partial<Problem> | null, request.getResponseHeader('retry-after')));
      };
      options.signal?.addEventListener('abort', () => request.abort());
      if (options.signal?.aborted) return reject(new ChatError('aborted', 'the upload was given up'));
      request.send(body);
    });
  }

  /** Asks again while that is worth it. */
  async #persistently(url: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#authorized(url, init);
      } catch (thrown) {
        const error = ChatError.of(thrown);
        const isHarmless = init.method !== 'PATCH';
        if (!error.retryable || !isHarmless || attempt + 1 >= TRIES || (error.retryAfterMs ?? 0) > 10_000) throw error;
        await pause(error.retryAfterMs ?? backoff(attempt, 400), init.signal);
      }
    }
  }

  /** Asks with the token; once more with another when that one is not good any more. */
  async #authorized(url: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const { tokens, onUnauthorized } = this.#options;
    const isSignIn = url.includes('/api/v1/auth/');
    let token = isSignIn ? null : await tokens.current();
    let response = await this.#fetch(url, init, token);
    if (response.status === 401 && !isSignIn) {
      const refused = token;
      token = tokens.isRenewable ? await tokens.instead(refused, 'expired') : null;
      if (token !== null) response = await this.#fetch(url, init, token);
    }
    if (response.ok) return response;
    const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
    const error = problemOf(response.status, problem, response.headers.get('retry-after'));
    if (response.status === 401 && !isSignIn) onUnauthorized?.(error);
    throw error;
  }

  async #fetch(url: string, init: RequestInit & { headers: Record<string, string> }, token: string | null): Promise<Response> {
    const headers = token === null ? init.headers : { ...init.headers, authorization: `Bearer ${token}` };
    const fetch = this.#options.fetch ?? globalThis.fetch;
    try {
      return await fetch(url, { ...init, headers, credentials: this.#options.credentials ?? 'same-origin' });
    } catch (thrown) {
      const error = ChatError.of(thrown);
      if (error.code === 'aborted') throw error;
      throw new ChatError('offline', 'the server cannot be reached', { cause: thrown });
    }
  }
}

function filled(template: string, path: Record<string, string> | undefined): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path?.[name] ?? ''));
}

function search(query: Record<string, unknown> | undefined): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') given.set(name, String(value));
  }
  const text = given.toString();
  return text && `?${text}`;
}

async function parsed(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('application/json') ? response.json() : response;
}

function problemOf(status: number, problem: Partial<Problem> | null, retryAfter: string | null): ChatError {
  const message = problem?.detail ?? problem?.title ?? `the server answered ${status}`;
  return new ChatError(problem?.code ?? (status === 401 ? 'unauthorized' : 'unknown'), message, {
    status,
    retryAfterMs: retryAfter === null ? undefined : Number(retryAfter) * 1000,
    errors: problem?.errors,
    missed: problem?.missed as ChatError['missed'] | undefined,
    templates: problem?.templates as ChatError['templates'] | undefined,
    requestId: problem?.requestId,
    problem: (problem ?? undefined) as Problem | undefined,
  });
}

function pause(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new ChatError('aborted', 'the request was given up'));
    });
  });
}
