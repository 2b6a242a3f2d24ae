import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Kbd, Modal } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useChatClient, useConversations } from '@chat/react';
import { MessageSquareText, Search, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { usePlace } from '../inbox/place.js';
import { useTell } from '../lib/hooks.js';
import { queryOf, UNFILTERED } from '../lib/views.js';
import { look } from '../search/look.js';
import { type Command, useCommands } from './commands.js';
import { fitting } from './match.js';

const LOOK_MS = 160;
const GROUPS = ['here', 'found', 'go', 'look'] as const;
const MOST = { here: 8, found: 8, go: 8, look: 5 } as const;

/** Everything by its name: what can be done here, where one can go, customers and messages. */
export default function Palette({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const chat = useChatClient();
  const tell = useTell();
  const [location, go] = useLocation();
  const [place] = usePlace();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [hits, setHits] = useState<readonly Rest.SearchHit[]>([]);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const open = location === '/' && place.conversation ? (chat.known(place.conversation) ?? null) : null;
  const commands = useCommands(open);
  const { items: recent } = useConversations(useMemo(() => queryOf({ ...UNFILTERED, view: 'all' }), []));

  const wanted = typed.trim();
  useEffect(() => {
    if (wanted.length < 2) return setHits([]);
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      look(chat, { q: wanted, limit: MOST.found }, giveUp.signal).then(({ items }) => setHits(items), () => {});
    }, LOOK_MS);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [chat, wanted]);

  const shown = useMemo(() => {
    const show = (id: string): void => go(`/?c=${id}`);
    const openCustomer = async (id: string): Promise<void> => {
      const { items } = await chat.api.get('/api/v1/customers/{id}/conversations', { path: { id }, query: { limit: 1 } });
      if (items[0]) show(items[0].id);
      else go(`/customers/${id}`);
    };
    const found: Command[] = hits.map(({ message, customer, segments }) => ({
      id: message?.id ?? customer?.id ?? '',
      group: 'found',
      icon: message ? MessageSquareText : UserRound,
      name: customer?.name ?? segments.map((it) => it.text).join(''),
      hint: customer?.name && message ? segments.map((it) => it.text).join('') : t(message ? 'search.message' : 'search.customer'),
      run: () => (message ? show(message.conversationId) : customer && openCustomer(customer.id).catch(tell)),
    }));
    const known: Command[] = recent.flatMap((it) => {
      const name = it.customer?.name;
      return name ? [{ id: it.id, group: 'found' as const, icon: UserRound, name, also: it.customerNumber ?? '', hint: it.lastMessage?.content ?? t('list.label'), run: () => show(it.id) }] : [];
    });
    const all = [...commands, ...(wanted === '' ? [] : fitting(known, wanted, (it) => `${it.name} ${it.also}`, 5)), ...found];
    return GROUPS.flatMap((group) => {
      const mine = all.filter((it) => it.group === group);
      // What the server has found fits as it is.
      return group === 'found' ? mine.slice(0, MOST.found) : fitting(mine, wanted, (it) => `${it.name} ${it.also ?? ''}`, MOST[group]);
    });
  }, [commands, hits, recent, wanted, chat, go, t, tell]);
  useEffect(() => setAt(0), [wanted]);
  const now = Math.min(at, Math.max(0, shown.length - 1));
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [now, shown]);

  const run = (command: Command | undefined): void => {
    if (!command) return;
    onClose();
    // The focus goes back to where it was first; then whatever is run may want it.
    setTimeout(() => void command.run());
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      setAt((now + step + shown.length) % shown.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(shown[now]);
    }
  };
  return (
    <Modal.Root opened onClose={onClose} lockScroll={false} centered={false} yOffset="12vh" padding={0} size={600} classNames={{ content: 'palette' }} transitionProps={{ duration: 60 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('inbox:palette.title')}>
      <label className="palette-field">
        <Search size={18} aria-hidden />
        <span className="sr">{t('inbox:palette.title')}</span>
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={shown[now] ? `${listId}-${now}` : undefined}
          aria-autocomplete="list"
          value={typed}
          placeholder={t('inbox:palette.placeholder')}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={pressed}
        />
      </label>
      <div className="palette-list" role="listbox" id={listId} aria-label={t('inbox:palette.title')} ref={list}>
        {GROUPS.map((group) => {
          const mine = shown.map((it, index) => ({ it, index })).filter(({ it }) => it.group === group);
          return mine.length > 0 ? (
            <div key={group} role="group" aria-label={t(`inbox:palette.${group}`)}>
              <p className="palette-group" aria-hidden>
                {t(`inbox:palette.${group}`)}
              </p>
              {mine.map(({ it: { id, icon: Icon, name, hint, keys }, index }) => (
                <div key={id} id={`${listId}-${index}`} role="option" aria-selected={index === now} className="palette-item" onPointerMove={() => setAt(index)} onClick={() => run(shown[index])}>
                  <Icon size={17} aria-hidden />
                  <span dir="auto">{name}</span>
                  {hint && <small dir="auto">{hint}</small>}
                  {keys && (
                    <span className="palette-keys" aria-hidden>
                      {keys.map((key) => (
                        <Kbd key={key} size="xs">
                          {key}
                        </Kbd>
                      ))}
                    </span>
                  )}
                </div>
              ))}
            </div>
          ) : null;
        })}
        {shown.length === 0 && <p className="palette-none">{t('composer.none', { text: wanted })}</p>}
      </div>
      </Modal.Content>
    </Modal.Root>
  );
}
