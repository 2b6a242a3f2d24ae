import type { Uploads } from '../../common/visitor';
import type { Chat } from '../chat';
import type { Enclosed } from '../enclosed';
import { Refused, type Session } from '../session';
import { Store } from '../store';
import type { View } from '../view';
import { Failure } from '../wire';
import { upload } from './upload';

/** What only the files of this page's life have: after a reload they are gone. */
interface Kept {
  file: File;
  preview?: string;
  end?: AbortController;
}

/** Uploads the files that the visitor wants to send, a few at a time, until the server has them. */
export class Files {
  /** The most files of a message. */
  static readonly COUNT_MAX = 10;
  /** How many are uploaded at the same time. */
  static readonly AT_ONCE_MAX = 2;
  /** The longest pause between two tries. */
  static readonly PAUSE_MAX_MS = 30_000;
  /** For how long links to files may be shown: they are good for an hour. */
  static readonly LINKS_MS = 45 * 60_000;

  /** How much of each has gone out, from 0 to 1. */
  readonly progress = new Store<Record<string, number>>({});
  readonly #store: Store<View>;
  readonly #session: Session;
  readonly #keep: (files: Enclosed[]) => void;
  readonly #kept = new Map<string, Kept>();
  #wasOnline = false;
  #failures = 0;
  #restsUntil = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(chat: Chat, session: Session, keep: (files: Enclosed[]) => void) {
    this.#store = chat.store;
    this.#session = session;
    this.#keep = keep;
    // Their bytes went with the page that they were chosen on.
    keep(this.#all().map((it) => (it.attachment || it.problem ? it : { ...it, problem: 'lost' })));
    this.#store.subscribe(() => this.#look());
    addEventListener('online', () => this.#hasten());
    setInterval(() => void chat.refresh().catch(() => {}), Files.LINKS_MS);
  }

  /** Takes files into the message that is being written. */
  add(files: File[]): void {
    const all = this.#all();
    let room = Files.COUNT_MAX - all.filter((it) => !it.of && !it.problem).length;
    const added = files.slice(0, 2 * Files.COUNT_MAX).map((file): Enclosed => {
      const { name, size, type } = file;
      const problem = objection(file, this.#store.get().uploads) ?? (room-- > 0 ? undefined : 'too_many');
      const id = crypto.randomUUID();
      if (!problem) this.#kept.set(id, { file });
      return { id, of: null, name, size, type, ...(problem && { problem }) };
    });
    this.#keep([...all, ...added]);
    this.#work();
  }

  /** Whether another try may help. */
  canRetry({ id, problem }: Enclosed): boolean {
    return this.#kept.has(id) && !!problem && !['file_too_large', 'file_type', 'file_infected'].includes(problem);
  }

  retry(id: string): void {
    this.#change(id, ({ problem, ...it }) => it);
    this.#hasten();
  }

  remove(id: string): void {
    this.#keep(this.#all().filter((it) => it.id !== id));
  }

  /** Uploads those of a message once more: the server would not take it with what it has got of them. */
  renew(of: string): void {
    const isAgain = (it: Enclosed): boolean => it.of === of && this.#kept.has(it.id);
    this.#keep(this.#all().map(({ attachment, ...it }) => (isAgain(it) || !attachment ? it : { ...it, attachment })));
    this.#hasten();
  }

  /** A picture of the file, where it is one. */
  preview({ id, type }: Enclosed): string | undefined {
    const kept = this.#kept.get(id);
    if (!kept || !/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(type)) return undefined;
    return (kept.preview ??= URL.createObjectURL(kept.file));
  }

  #all(): Enclosed[] {
    return this.#store.get().files;
  }

  #change(id: string, change: (file: Enclosed) => Enclosed): void {
    this.#keep(this.#all().map((it) => (it.id === id ? change(it) : it)));
  }

  /** Lets go of what nobody wants any more, and goes on when the connection is back. */
  #look(): void {
    const { files, isOnline } = this.#store.get();
    for (const [id, { preview, end }] of this.#kept) {
      if (files.some((it) => it.id === id)) continue;
      end?.abort();
      if (preview) URL.revokeObjectURL(preview);
      this.#kept.delete(id);
    }
    const isBack = isOnline && !this.#wasOnline;
    this.#wasOnline = isOnline;
    if (isBack) this.#hasten();
  }

  #hasten(): void {
    this.#restsUntil = 0;
    this.#work();
  }

  #work(): void {
    clearTimeout(this.#pause);
    const rest = this.#restsUntil - Date.now();
    if (rest > 0) {
      this.#pause = setTimeout(() => this.#work(), rest);
      return;
    }
    let count = [...this.#kept.values()].filter(({ end }) => end).length;
    for (const { id, attachment, problem } of this.#all()) {
      const kept = this.#kept.get(id);
      if (count >= Files.AT_ONCE_MAX || !kept || kept.end || attachment || problem) continue;
      count += 1;
      void this.#upload(id, kept);
    }
  }

  async #upload(id: string, kept: Kept): Promise<void> {
    const { file } = kept;
    const { signal } = (kept.end = new AbortController());
    try {
      // Folders, and files that were taken away meanwhile, cannot be told from a broken connection later.
      await file.slice(0, 1).arrayBuffer().catch(() => Promise.reject(new Failure('unreadable', '')));
      const { token } = await this.#session.fresh();
      const progress = (part: number): void => this.progress.set({ [id]: part });
      const attachment = await upload({ file, token, progress, signal });
      this.#failures = 0;
      delete kept.end;
      this.#change(id, (it) => ({ ...it, attachment }));
    } catch (error) {
      delete kept.end;
      this.progress.set({ [id]: 0 });
      if (!signal.aborted) this.#failed(id, error);
    }
    this.#work();
  }

  #failed(id: string, error: unknown): void {
    const failure = error instanceof Failure ? error : new Failure(error instanceof Refused ? 'uploads_off' : 'timeout', '');
    if (failure.code === 'unauthorized') this.#session.stale();
    if (!failure.isForNow) return this.#change(id, (it) => ({ ...it, problem: failure.code }));
    // Twice as long each time, and at random, so that those who failed together do not come back together.
    const pause = Math.min(1000 * 2 ** this.#failures, Files.PAUSE_MAX_MS) * (0.5 + Math.random() / 2);
    this.#failures += 1;
    this.#restsUntil = Date.now() + (failure.retryAfterMs ?? pause);
  }
}

/** What is wrong with a file before anybody is asked. */
function objection({ size, type }: File, uploads: Uploads | null): string | undefined {
  if (!uploads) return 'uploads_off';
  if (size > uploads.maxBytes) return 'file_too_large';
  // What the browser does not know by its name, the server knows by what is in it.
  const isTaken = (taken: string): boolean => taken === type || (taken.endsWith('/*') && type.startsWith(taken.slice(0, -1)));
  return !type || uploads.types.some(isTaken) ? undefined : 'file_type';
}
