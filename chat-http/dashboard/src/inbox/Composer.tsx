import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ActionIcon, Alert, Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useMessages, useTyping } from '@chat/react';
import { CircleAlert, CornerDownRight, Paperclip, Send, StickyNote, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../lib/keys.js';
import { inWords } from '../lib/problems.js';
import { useAsked } from '../lib/signals.js';
import { useTeam } from '../lib/team.js';
import { sizeOf } from './Files.js';
import { useCanned, useDraft, useUploads } from './composing.js';
import { applied, triggerOf } from './triggers.js';
import type { Conversation, ThreadMessage } from './types.js';

interface Offer {
  id: string;
  title: string;
  hint: string;
  take(): void;
}

const OFFERS_MAX = 8;

interface ComposerProps {
  conversation: Conversation;
  customer: string;
  /** The message that is answered in particular. */
  quoted: ThreadMessage | null;
  onQuoted: (message: ThreadMessage | null) => void;
  onSent: () => void;
}

/** Where replies and notes are written. */
export function Composer({ conversation, customer, quoted, onQuoted, onSent }: ComposerProps): ReactNode {
  const { t } = useTranslation();
  const { id } = conversation;
  const { may, me, agents, teams, nameOf } = useTeam();
  const { messages, send, retry, discard } = useMessages(id);
  const { notify, stop } = useTyping(id);
  const { text, kind, setText, setKind, clear, isKept } = useDraft(id);
  const uploads = useUploads();
  const [mentions, setMentions] = useState<readonly (Rest.Mention & { name: string })[]>([]);
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [isShut, setShut] = useState(false);
  const [isDropping, setDropping] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const listId = useId();

  const trigger = useMemo(() => triggerOf(text, caret), [text, caret]);
  const canned = useCanned(id, trigger?.sign === '/' ? trigger.word : null);
  const put = (insert: string): void => {
    if (!trigger) return;
    const next = applied(text, trigger, insert);
    setText(next.text);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
    setCaret(next.caret);
    field.current?.focus();
  };
  const offers: Offer[] = useMemo(() => {
    if (!trigger || isShut) return [];
    if (trigger.sign === '/') {
      return (canned ?? []).slice(0, OFFERS_MAX).map((it) => ({ id: it.id, title: `/${it.name}`, hint: it.content, take: () => put(it.content) }));
    }
    if (kind !== 'note') return [];
    const word = trigger.word.toLocaleLowerCase();
    const all = [
      ...agents.filter((it) => it.deactivatedAt === null && it.id !== me.id).map((it) => ({ type: 'agent' as const, id: it.id, name: it.name, hint: it.email })),
      ...teams.map((it) => ({ type: 'team' as const, id: it.id, name: it.name, hint: it.description ?? '' })),
    ];
    const fits = all.filter((it) => it.name.toLocaleLowerCase().includes(word)).slice(0, OFFERS_MAX);
    return fits.map(({ type, id: who, name, hint }) => ({
      id: who,
      title: `@${name}`,
      hint,
      take: () => {
        put(`@${name} `);
        setMentions((now) => [...now.filter((it) => it.id !== who), { type, id: who, name }]);
      },
    }));
  }, [trigger, canned, kind, agents, teams, me.id, isShut]);
  useEffect(() => setAt(0), [trigger?.word, trigger?.sign]);
  useEffect(() => setShut(false), [trigger?.start]);

  const begin = (what: 'reply' | 'note'): void => {
    setKind(what);
    // At once: what is typed next is meant for it.
    field.current?.focus();
  };
  useEffect(() => {
    if (quoted) field.current?.focus();
  }, [quoted]);
  useAsked('reply', () => begin('reply'));
  useAsked('note', () => begin('note'));
  useKeys({ r: () => begin('reply'), n: () => begin('note') });

  const isReady = (text.trim() !== '' || uploads.files.length > 0) && !uploads.isBusy;
  const say = (): void => {
    if (!isReady) return;
    const content = text.trim();
    const meant = kind === 'note' ? mentions.filter((it) => content.includes(`@${it.name}`)).map(({ type, id: who }) => ({ type, id: who })) : [];
    const attachmentIds = uploads.files.flatMap((it) => it.id ?? []);
    send({
      content,
      kind,
      ...(attachmentIds.length > 0 ? { attachmentIds } : {}),
      ...(meant.length > 0 ? { mentions: meant } : {}),
      ...(quoted ? { replyTo: quoted.id } : {}),
      // Two agents do not give two answers: what has happened since is shown first. A note harms nobody.
      ...(kind === 'reply' ? { ifSeq: conversation.lastSeq } : {}),
    });
    stop();
    clear();
    uploads.clear();
    setMentions([]);
    onQuoted(null);
    onSent();
  };

  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (offers.length > 0) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        return setAt((now) => (now + step + offers.length) % offers.length);
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        return offers[at]?.take();
      }
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (offers.length > 0) return setShut(true);
      return field.current?.blur();
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      say();
    }
  };
  const pasted = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    uploads.add(files);
  };
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    setDropping(false);
    uploads.add([...event.dataTransfer.files]);
  };

  const held = messages.filter((it) => it.pending?.error?.code === 'superseded');
  if (!may('conversations.reply')) return <p className="composer composer-shut">{t('composer.viewer')}</p>;
  const isNote = kind === 'note';
  const isAsking = trigger !== null && !isShut && (trigger.sign === '/' ? canned !== null : isNote);
  return (
    <div
      className={`composer ${isNote ? 'is-note' : ''} ${isDropping ? 'is-dropping' : ''}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={dropped}
      data-drop={t('composer.drop')}
    >
      {held.map((it) => (
        <Held key={it.key} message={it} messages={messages} onSend={() => retry(it.key, { ifSeq: undefined })} onEdit={() => {
          setText(it.content);
          discard(it.key);
          field.current?.focus();
        }} onDiscard={() => discard(it.key)} />
      ))}
      {isAsking && (
        <div className="offers">
          {offers.length > 0 ? (
            <ul role="listbox" id={listId} aria-label={trigger.sign === '/' ? t('composer.canned') : t('composer.mention')}>
              {offers.map(({ id: key, title, hint, take }, index) => (
                <li key={key} id={`${listId}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => {
                  event.preventDefault();
                  take();
                }}>
                  <strong>{title}</strong>
                  <span>{hint}</span>
                </li>
              ))}
            </ul>
          ) : (
            <p>{trigger.word !== '' ? t('composer.none', { text: trigger.word }) : trigger.sign === '/' ? t('composer.noCanned') : t('composer.nobody')}</p>
          )}
        </div>
      )}
      <div className="composer-kinds" role="group">
        {(['reply', 'note'] as const).map((it) => (
          <button key={it} type="button" aria-pressed={kind === it} onClick={() => begin(it)} title={it === 'reply' ? 'R' : 'N'}>
            {it === 'note' && <StickyNote size={13} aria-hidden />}
            {t(`composer.${it}`)}
          </button>
        ))}
        {conversation.status === 'closed' && !isNote && <span className="dim">{t('composer.closed')}</span>}
        {isKept && text && <span className="kept">{t('composer.kept')}</span>}
      </div>
      {quoted && (
        <div className="quoting">
          <CornerDownRight size={14} aria-hidden className="flip" />
          <span dir="auto">
            <strong>{t('inbox:composer.quoting', { name: quoted.senderType === 'customer' ? customer : (nameOf(quoted.senderId) ?? t('thread.system')) })}</strong> {quoted.content || quoted.attachments[0]?.name}
          </span>
          <button type="button" aria-label={t('inbox:composer.unquote')} onClick={() => onQuoted(null)}>
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
      <textarea
        ref={field}
        className="composer-text"
        rows={2}
        // What is written says which way it goes; where nothing is yet, the language does.
        dir={text ? 'auto' : undefined}
        value={text}
        aria-label={isNote ? t('composer.noteTo') : t('composer.replyTo', { name: customer })}
        placeholder={isNote ? t('composer.notePlaceholder') : t('composer.placeholder')}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={offers.length > 0 ? listId : undefined}
        aria-activedescendant={offers.length > 0 ? `${listId}-${at}` : undefined}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setCaret(currentTarget.selectionStart);
          if (!isNote) notify();
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={pressed}
        onPaste={pasted}
      />
      {uploads.files.length > 0 && (
        <ul className="uploads">
          {uploads.files.map((file) => (
            <li key={file.key} className={file.error ? 'is-wrong' : ''}>
              {file.error ? <CircleAlert size={14} aria-hidden /> : <Paperclip size={14} aria-hidden />}
              <bdi>{file.name}</bdi>
              <small role={file.error ? 'alert' : undefined}>
                {file.error ? t('composer.uploadFailed', { name: file.name, why: inWords(file.error, t) }) : file.id ? sizeOf(file.size) : `${Math.round(file.share * 100)} %`}
              </small>
              {!file.id && !file.error && <progress value={file.share} max={1} aria-label={t('composer.uploading', { name: file.name, percent: Math.round(file.share * 100) })} />}
              <button type="button" aria-label={t('composer.remove', { name: file.name })} onClick={() => uploads.remove(file.key)}>
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-foot">
        {may('files.upload') && (
          <>
            <input ref={picker} type="file" multiple hidden onChange={({ currentTarget }) => {
              uploads.add([...(currentTarget.files ?? [])]);
              currentTarget.value = '';
            }} />
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('composer.attach')} title={t('composer.attach')} onClick={() => picker.current?.click()}>
              <Paperclip size={17} />
            </ActionIcon>
          </>
        )}
        <span className="dim keys-hint">{t('composer.keys')}</span>
        <Button size="sm" disabled={!isReady} onClick={say} rightSection={<Send size={15} aria-hidden className="flip" />} className={isNote ? 'send-note' : ''}>
          {isNote ? t('composer.addNote') : t('composer.send')}
        </Button>
      </div>
    </div>
  );
}

interface HeldProps {
  message: ThreadMessage;
  messages: readonly ThreadMessage[];
  onSend: () => void;
  onEdit: () => void;
  onDiscard: () => void;
}

/** A reply that was held back since others have written meanwhile. */
function Held({ message, messages, onSend, onEdit, onDiscard }: HeldProps): ReactNode {
  const { t } = useTranslation();
  const missed = message.pending?.error?.missed ?? [];
  return (
    <Alert color="yellow" variant="light" role="alert" title={t('composer.held')} className="held">
      <blockquote dir="auto">{message.content}</blockquote>
      <p>{t('composer.heldHint', { count: Math.max(1, missed.length) })}</p>
      <ul>
        {missed.slice(0, 5).map(({ seq, messageId }) => {
          const said = messages.find((it) => it.id === messageId);
          return <li key={seq}>{said && said.kind !== 'event' ? t('composer.missedMessage', { text: said.content }) : t('composer.missedChange')}</li>;
        })}
      </ul>
      <div className="held-actions">
        <Button size="xs" onClick={onSend}>
          {t('composer.sendAnyway')}
        </Button>
        <Button size="xs" variant="default" onClick={onEdit}>
          {t('composer.edit')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDiscard}>
          {t('thread.discard')}
        </Button>
      </div>
    </Alert>
  );
}
