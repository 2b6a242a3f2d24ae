import { useCallback, useEffect, useRef, useState } from 'react';
import { ChatError, type Rest } from '@chat/client';
import { useChatClient } from '@chat/react';

/** How long after the last key a draft is kept. */
const KEEP_MS = 700;

export interface UseDraft {
  text: string;
  kind: 'reply' | 'note';
  /** Whether the server has what is written. */
  isKept: boolean;
  setText(text: string): void;
  setKind(kind: 'reply' | 'note'): void;
  /** It was sent, which throws the draft away at the server as well. */
  clear(): void;
}

/** What was not kept by the server yet, in case the page goes away before. */
const KEPT_HERE = 'chat.draft';
const here = {
  get(id: string): { text: string; kind: 'reply' | 'note' } | null {
    const [kind, ...lines] = (localStorage.getItem(`${KEPT_HERE} ${id}`) ?? '').split('\n');
    return kind === 'reply' || kind === 'note' ? { kind, text: lines.join('\n') } : null;
  },
  put: (id: string, kind: string, text: string): void => localStorage.setItem(`${KEPT_HERE} ${id}`, `${kind}\n${text}`),
  drop: (id: string): void => localStorage.removeItem(`${KEPT_HERE} ${id}`),
};

/** What somebody has begun to write: kept by the server, so that it is there on every machine and after a crash. */
export function useDraft(id: string): UseDraft {
  const chat = useChatClient();
  const [draft, setDraft] = useState<{ text: string; kind: 'reply' | 'note' }>({ text: '', kind: 'reply' });
  const [isKept, setKept] = useState(false);
  const latest = useRef(draft);
  const kept = useRef('');
  const isTouched = useRef(false);
  latest.current = draft;

  const keep = useCallback(async () => {
    const { text, kind } = latest.current;
    const now = text.trim() ? `${kind} ${text}` : '';
    if (now === kept.current) {
      // Written and taken back before it was kept: nothing is left of it, not even what it was to be.
      if (now === '') here.drop(id);
      return;
    }
    kept.current = now;
    try {
      if (now) await chat.api.put('/api/v1/conversations/{id}/draft', { path: { id }, body: { content: text, kind } });
      else await chat.api.delete('/api/v1/conversations/{id}/draft', { path: { id } });
      setKept(now !== '');
      here.drop(id);
    } catch {
      // The next key tries again.
      kept.current = '?';
    }
  }, [chat, id]);

  useEffect(() => {
    let isOver = false;
    const left = here.get(id);
    if (left) {
      isTouched.current = true;
      setDraft(left);
    }
    chat.api.get('/api/v1/drafts').then(
      ({ items }) => {
        const found = items.find((it) => it.conversationId === id);
        if (isOver || isTouched.current || !found) return;
        const what = found.kind === 'note' ? 'note' : 'reply';
        kept.current = `${what} ${found.content}`;
        setDraft({ text: found.content, kind: what });
        setKept(true);
      },
      () => {},
    );
    return () => void (isOver = true);
  }, [chat, id]);

  useEffect(() => {
    if (!isTouched.current) return undefined;
    setKept(false);
    const timer = setTimeout(() => void keep(), KEEP_MS);
    return () => clearTimeout(timer);
  }, [draft, keep]);
  useEffect(
    () => () => {
      if (isTouched.current) void keep();
    },
    [keep],
  );

  return {
    ...draft,
    isKept,
    setText: (text) => {
      isTouched.current = true;
      here.put(id, latest.current.kind, text);
      setDraft((now) => ({ ...now, text }));
    },
    setKind: (kind) => setDraft((now) => ({ ...now, kind })),
    clear: () => {
      isTouched.current = true;
      here.drop(id);
      setDraft((now) => ({ ...now, text: '' }));
      latest.current = { ...latest.current, text: '' };
    },
  };
}

/** A file on its way. */
export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly share: number;
  /** What the server calls it, once it has all of it. */
  readonly id: string | null;
  readonly error: ChatError | null;
  /** Why the channel does not take it. */
  readonly refused?: string | undefined;
}

export interface UseUploads {
  files: readonly Upload[];
  isBusy: boolean;
  add(files: readonly File[]): void;
  remove(key: string): void;
  /** Puts back what was sent and not taken, with what is wrong about which. */
  restore(files: readonly Upload[], problems: readonly string[]): void;
  clear(): void;
}

/** What of the problems is about a file: those that name it, or all where there is one file alone. */
export function refusalOf(name: string, problems: readonly string[], count: number): string | undefined {
  const own = count === 1 ? problems : problems.filter((it) => it.includes(`"${name}"`));
  return own.length > 0 ? own.join(' ') : undefined;
}

export function useUploads(): UseUploads {
  const chat = useChatClient();
  const [files, setFiles] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const all = running.current;
    return () => all.forEach((it) => it.abort());
  }, []);
  const note = (key: string, change: Partial<Upload>): void => setFiles((now) => now.map((it) => (it.key === key ? { ...it, ...change } : it)));
  const add = (given: readonly File[]): void => {
    for (const file of given) {
      const key = crypto.randomUUID();
      const giveUp = new AbortController();
      running.current.set(key, giveUp);
      setFiles((now) => [...now, { key, name: file.name, size: file.size, share: 0, id: null, error: null }]);
      chat.api
        .upload(file, { name: file.name, onProgress: (share) => note(key, { share }), signal: giveUp.signal })
        .then(
          ({ id }) => note(key, { id, share: 1 }),
          (thrown: unknown) => note(key, { error: ChatError.of(thrown) }),
        )
        .finally(() => running.current.delete(key));
    }
  };
  return {
    files,
    isBusy: files.some((it) => it.id === null && it.error === null),
    add,
    remove: (key) => {
      running.current.get(key)?.abort();
      setFiles((now) => now.filter((it) => it.key !== key));
    },
    restore: (back, problems) => setFiles((now) => [...back.map((it) => ({ ...it, refused: refusalOf(it.name, problems, back.length) })), ...now]),
    clear: () => setFiles([]),
  };
}

/** The canned responses that fit a word, in the words for a conversation; null while nobody asks or until they are known. */
export function useCanned(id: string, word: string | null): readonly Rest.FilledResponse[] | null {
  const chat = useChatClient();
  const [found, setFound] = useState<readonly Rest.FilledResponse[] | null>(null);
  useEffect(() => {
    if (word === null) return setFound(null);
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      chat.api.get('/api/v1/conversations/{id}/canned-responses', { path: { id }, query: { q: word || undefined }, signal: giveUp.signal }).then(
        ({ items }) => setFound(items),
        () => {},
      );
    }, 60);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [chat, id, word]);
  return found;
}
