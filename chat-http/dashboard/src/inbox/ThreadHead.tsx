import { type ReactNode, useState } from 'react';
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { useChatClient } from '@chat/react';
import { AlarmClock, ArrowLeft, Check, CheckCircle2, Flag, MailOpen, PanelRight, RotateCcw, Tag, Timer, UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useChange, useIsNarrow, useNow, useSourceName, useTell } from '../lib/hooks.js';
import { useKeys } from '../lib/keys.js';
import { useTeam } from '../lib/team.js';
import { moment, remaining, snoozes } from '../lib/time.js';
import type { ReplyWindow } from '../lib/window.js';
import { SourceIcon } from './ListPane.js';
import { usePlace } from './place.js';
import { TeamName } from './TeamName.js';
import type { Conversation } from './types.js';

const PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'] as const;

interface HeadProps {
  conversation: Conversation | null;
  /** For how long its customer can be written to freely, where that is limited. */
  window: ReplyWindow | null;
  name: string;
  isAside: boolean;
  onAside: () => void;
  /** It was marked as unread: looking on does not make it read. */
  onUnread: () => void;
}

/** Whom it is with, and what can be done about it. */
export function ThreadHead({ conversation, window, name, isAside, onAside, onUnread }: HeadProps): ReactNode {
  const { t, i18n } = useTranslation();
  const chat = useChatClient();
  const [, go] = usePlace();
  const isNarrow = useIsNarrow();
  const now = useNow();
  const { me, agents, teams, labels, nameOf, may } = useTeam();
  const sourceName = useSourceName();
  const change = useChange(conversation);
  const tell = useTell();
  // Which of the menus is open.
  const [menu, setMenu] = useState<'assign' | 'labels' | 'snooze' | null>(null);
  const opened = (name: typeof menu): { opened: boolean; onChange: (isOpen: boolean) => void } => ({ opened: menu === name, onChange: (isOpen) => setMenu(isOpen ? name : null) });
  const mayChange = may('conversations.change') && conversation !== null;
  // Where it is the only pane, it is what the page is about.
  const Heading = isNarrow ? 'h1' : 'h2';
  const isActive = conversation?.status === 'active';
  const isSnoozed = conversation?.snoozedUntil != null && Date.parse(conversation.snoozedUntil) > now;

  const close = (): void => void change({ status: isActive ? 'closed' : 'active' });
  const markUnread = (): void => {
    if (!conversation) return;
    onUnread();
    chat.api
      .post('/api/v1/conversations/{id}/unread', { path: { id: conversation.id } })
      .then((told) => chat.take(told))
      .then(() => go({ conversation: null }), tell);
  };
  useKeys({
    i: () => mayChange && void change({ assigneeId: me.id }),
    e: () => mayChange && close(),
    u: markUnread,
    s: () => mayChange && setMenu('snooze'),
    a: () => mayChange && setMenu('assign'),
    t: () => mayChange && setMenu('labels'),
  });

  const tick = <Check size={15} aria-hidden />;
  const assignee = nameOf(conversation?.assigneeId) ?? teams.find((it) => it.id === conversation?.teamId)?.name;
  const people = [...agents].filter((it) => it.deactivatedAt === null && it.role !== 'viewer').sort((one, other) => Number(other.id === me.id) - Number(one.id === me.id));
  return (
    <header className="thread-head">
      {isNarrow && (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actions.back')} onClick={() => go({ conversation: null })}>
          <ArrowLeft size={19} className="flip" />
        </ActionIcon>
      )}
      <div className="thread-title">
        <Heading dir="auto">{name}</Heading>
        {conversation && (
          <p>
            <SourceIcon source={conversation.source} size={12} />
            <bdi dir="ltr">{conversation.customerNumber ?? conversation.context?.page?.title ?? sourceName(conversation.source)}</bdi>
            {window && <Window window={window} now={now} />}
            {isSnoozed && conversation.snoozedUntil && <span> · {t('snooze.until', { time: moment(conversation.snoozedUntil, i18n.language) })}</span>}
          </p>
        )}
      </div>
      {mayChange && (
        <div className="thread-actions" role="group" aria-label={t('actions.label')}>
          <Menu width={240} {...opened('assign')}>
            <Menu.Target>
              <Button variant="default" size="xs" leftSection={<UserPlus size={15} aria-hidden />} className="assign" title={`${t('actions.assign')} (A)`}>
                <span className="assign-name">{assignee ?? t('actions.assign')}</span>
                <span className="sr">{t('actions.assign')}</span>
              </Button>
            </Menu.Target>
            <Menu.Dropdown className="tall">
              <Menu.Label>{t('actions.agents')}</Menu.Label>
              <Menu.Item onClick={() => void change({ assigneeId: null })} rightSection={conversation.assigneeId === null && tick}>
                {t('actions.nobody')}
              </Menu.Item>
              {people.map((it) => (
                <Menu.Item key={it.id} onClick={() => void change({ assigneeId: it.id })} rightSection={conversation.assigneeId === it.id && tick}>
                  {it.id === me.id ? t('actions.me', { name: it.name }) : it.name}
                </Menu.Item>
              ))}
              <Menu.Label>{t('actions.teams')}</Menu.Label>
              {teams.length === 0 && <p className="menu-hint">{t('actions.noTeams')}</p>}
              {teams.length > 0 && (
                <Menu.Item onClick={() => void change({ teamId: null })} rightSection={conversation.teamId === null && tick}>
                  {t('actions.noTeam')}
                </Menu.Item>
              )}
              {teams.map((it) => (
                <Menu.Item key={it.id} onClick={() => void change({ teamId: it.id })} rightSection={conversation.teamId === it.id && tick}>
                  <TeamName team={it} />
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu width={190}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${t('actions.priority')}: ${t(`priority.${conversation.priority}`)}`} title={t('actions.priority')}>
                <Flag size={17} className={`flag-${conversation.priority}`} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {PRIORITIES.map((priority) => (
                <Menu.Item key={priority} leftSection={<Flag size={14} className={`flag-${priority}`} />} onClick={() => void change({ priority })} rightSection={conversation.priority === priority && tick}>
                  {t(`priority.${priority}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu width={220} closeOnItemClick={false} {...opened('labels')}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actions.labels')} title={`${t('actions.labels')} (T)`}>
                <Tag size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className="tall">
              {labels.length === 0 && <p className="menu-hint">{t('actions.noLabels')}</p>}
              {labels.map(({ id, name: label, color }) => {
                const has = conversation.labels.includes(id);
                const next = has ? conversation.labels.filter((it) => it !== id) : [...conversation.labels, id];
                return (
                  <Menu.Item key={id} leftSection={<i className="dot" style={{ background: color }} />} onClick={() => void change({ labels: next })} rightSection={has && tick}>
                    {label}
                  </Menu.Item>
                );
              })}
            </Menu.Dropdown>
          </Menu>
          <Menu width={250} {...opened('snooze')}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actions.snooze')} title={`${t('actions.snooze')} (S)`}>
                <AlarmClock size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {isSnoozed && <Menu.Item onClick={() => void change({ snoozedUntil: null })}>{t('actions.wake')}</Menu.Item>}
              {snoozes(now).map(({ name: when, until }) => (
                <Menu.Item key={when} onClick={() => void change({ snoozedUntil: until.toISOString() })} rightSection={<small className="dim">{moment(until, i18n.language)}</small>}>
                  {t(`snooze.${when}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Tooltip label={`${t('actions.unread')} (U)`}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('actions.unread')} onClick={markUnread} className="wide-only">
              <MailOpen size={17} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={`${isActive ? t('actions.close') : t('actions.reopen')} (E)`}>
            <Button size="xs" aria-label={isActive ? t('actions.close') : t('actions.reopen')} variant={isActive ? 'filled' : 'default'} onClick={close} leftSection={isActive ? <CheckCircle2 size={15} aria-hidden /> : <RotateCcw size={15} aria-hidden />} className="close">
              {isActive ? t('actions.close') : t('actions.reopen')}
            </Button>
          </Tooltip>
        </div>
      )}
      <ActionIcon variant={isAside ? 'light' : 'subtle'} color="gray" size="lg" aria-label={t('actions.details')} aria-pressed={isAside} onClick={onAside}>
        <PanelRight size={17} className="flip" />
      </ActionIcon>
    </header>
  );
}

/** How long the customer can still be written to freely. */
function Window({ window: { state, until }, now }: { window: ReplyWindow; now: number }): ReactNode {
  const { t, i18n } = useTranslation('inbox');
  if (state === 'closed' || until === null) {
    return (
      <span className="window window-closed">
        <Timer size={12} aria-hidden /> {t('window.over')}
      </span>
    );
  }
  const time = remaining(until, now, i18n.language);
  return (
    <span className={`window window-${state}`} title={t(`window.${state}`, { time })}>
      <Timer size={12} aria-hidden />
      <span className="sr">{t(`window.${state}`, { time })}</span>
      <span aria-hidden>{t('window.left', { time })}</span>
    </span>
  );
}
