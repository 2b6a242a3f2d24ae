import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ActionIcon, Button, Menu, Progress } from '@mantine/core';
import '@mantine/core/styles/Progress.css';
import { notifications } from '@mantine/notifications';
import { conditionOf, type Conversation, type ConversationQuery, type Rest } from '@chat/client';
import { useChatClient } from '@chat/react';
import { AlarmClock, CheckCircle2, Flag, MailOpen, RotateCcw, Tag, UserPlus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { changed, type Change, type Patch, undone } from '../lib/bulk.js';
import { useNow, useTell } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { moment, snoozes } from '../lib/time.js';
import type { Picking } from './picking.js';
import { TeamName } from './TeamName.js';

const PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'] as const;
/** How often is asked how far a job has come. */
const LOOK_MS = 600;
/** How many are marked as read at the same time. */
const READERS = 4;
const UNDO_MS = 10_000;

interface BulkBarProps {
  picking: Picking;
  query: ConversationQuery;
  items: readonly Conversation[];
  /** Whether there are more than are loaded. */
  hasMore: boolean;
}

/** What can be done with several conversations at once. */
export default function BulkBar({ picking, query, items, hasMore }: BulkBarProps): ReactNode {
  const { t, i18n } = useTranslation('inbox');
  const chat = useChatClient();
  const tell = useTell();
  const now = useNow();
  const { me, agents, teams, labels } = useTeam();
  const [job, setJob] = useState<Rest.Job | null>(null);
  const [asking, setAsking] = useState<Patch | null>(null);
  const isOver = useRef(false);
  useEffect(() => {
    isOver.current = false;
    return () => void (isOver.current = true);
  }, []);

  const follow = async (started: Rest.Job): Promise<Rest.Job> => {
    let told = started;
    while (told.state === 'running' && !isOver.current) {
      setJob(told);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      told = await chat.api.get('/api/v1/jobs/{id}', { path: { id: told.id } });
    }
    setJob(null);
    return told;
  };
  const run = async (changes: readonly Change[]): Promise<number> => {
    let done = 0;
    for (const { ids, changes: patch } of changes) {
      const told = await follow(await chat.api.post('/api/v1/conversations/bulk', { body: { conversationIds: [...ids], changes: patch } }));
      done += told.done;
      if (told.failed > 0) notifications.show({ color: 'red', message: t('bulk.failed', { count: told.failed, why: told.failures[0]?.reason ?? '' }), autoClose: 8000 });
    }
    return done;
  };
  const show = (ids: readonly string[], patch: Patch): Conversation[] => {
    const before = ids.flatMap((id) => chat.known(id) ?? []);
    for (const it of before) chat.put(changed(it, patch));
    return before;
  };
  const undo = async (before: readonly Conversation[], patch: Patch): Promise<void> => {
    try {
      const back = undone(before, patch);
      for (const { ids, changes } of back) show(ids, changes);
      await run(back);
    } catch (thrown) {
      tell(thrown);
    }
  };
  const apply = async (patch: Patch): Promise<void> => {
    const ids = [...picking.ids];
    if (picking.isAll) return setAsking(patch);
    const before = show(ids, patch);
    picking.clear();
    try {
      const done = await run([{ ids, changes: patch }]);
      const notice = notifications.show({
        message: (
          <span className="undo">
            {t('bulk.done', { count: done })}
            {before.length > 0 && (
              <button type="button" onClick={() => {
                notifications.hide(notice);
                void undo(before, patch);
              }}>
                {t('bulk.undo')}
              </button>
            )}
          </span>
        ),
        autoClose: UNDO_MS,
      });
    } catch (thrown) {
      for (const it of before) chat.put(it);
      tell(thrown);
    }
  };
  const applyToAll = async (patch: Patch): Promise<void> => {
    picking.clear();
    try {
      const { done, failed } = await follow(await chat.api.post('/api/v1/conversations/bulk', { body: { filter: conditionOf(query), changes: patch } }));
      notifications.show({ color: failed > 0 ? 'red' : 'green', message: failed > 0 ? t('bulk.partly', { done, failed }) : t('bulk.done', { count: done }), autoClose: 5000 });
    } catch (thrown) {
      tell(thrown);
    }
  };
  const read = async (): Promise<void> => {
    const ids = [...picking.ids];
    picking.clear();
    const work = async (): Promise<void> => {
      for (let id = ids.shift(); id; id = ids.shift()) chat.take(await chat.api.post('/api/v1/conversations/{id}/read', { path: { id } }));
    };
    await Promise.all(Array.from({ length: READERS }, work)).catch(tell);
  };
  const stop = (): void => {
    if (job) chat.api.delete('/api/v1/jobs/{id}', { path: { id: job.id } }).then(setJob, tell);
  };

  if (job) {
    const share = job.total === 0 ? 1 : (job.done + job.failed) / job.total;
    return (
      <div className="bulk" role="status">
        <span>{t('bulk.running', { done: (job.done + job.failed).toLocaleString(i18n.language), total: job.total.toLocaleString(i18n.language) })}</span>
        <Progress value={share * 100} aria-label={t('bulk.progress')} className="bulk-progress" />
        <Button size="xs" variant="default" onClick={stop}>
          {t('bulk.stop')}
        </Button>
      </div>
    );
  }
  const count = picking.ids.size;
  if (count === 0 && asking === null) return null;
  const picked = items.filter((it) => picking.ids.has(it.id));
  const areClosed = picked.length > 0 && picked.every((it) => it.status !== 'active');
  const icon = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  return (
    <>
      <div className="bulk" role="toolbar" aria-label={t('bulk.label')}>
        <div className="bulk-count">
          <strong>{picking.isAll ? t('bulk.all') : t('bulk.picked', { count })}</strong>
          {!picking.isAll && count < items.length && (
            <button type="button" className="link" onClick={() => picking.pick(items.map((it) => it.id))}>
              {t('bulk.pickShown', { count: items.length })}
            </button>
          )}
          {!picking.isAll && hasMore && count >= items.length && (
            <button type="button" className="link" onClick={picking.pickAll}>
              {t('bulk.pickAll')}
            </button>
          )}
          <ActionIcon {...icon} size="md" aria-label={t('bulk.clear')} title={`${t('bulk.clear')} (Esc)`} onClick={picking.clear}>
            <X size={16} />
          </ActionIcon>
        </div>
        <div className="bulk-deeds">
          <Button size="xs" variant={areClosed ? 'default' : 'filled'} leftSection={areClosed ? <RotateCcw size={14} aria-hidden /> : <CheckCircle2 size={14} aria-hidden />} onClick={() => void apply({ status: areClosed ? 'active' : 'closed' })}>
            {t(areClosed ? 'actions.reopen' : 'actions.close', { ns: 'main' })}
          </Button>
          <Menu width={230} position="top-start">
            <Menu.Target>
              <ActionIcon {...icon} aria-label={t('actions.assign', { ns: 'main' })} title={t('actions.assign', { ns: 'main' })}>
                <UserPlus size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className="tall">
              <Menu.Label>{t('actions.agents', { ns: 'main' })}</Menu.Label>
              <Menu.Item onClick={() => void apply({ assigneeId: null })}>{t('actions.nobody', { ns: 'main' })}</Menu.Item>
              {agents.filter((it) => it.deactivatedAt === null && it.role !== 'viewer').map((it) => (
                <Menu.Item key={it.id} onClick={() => void apply({ assigneeId: it.id })}>
                  {it.id === me.id ? t('actions.me', { ns: 'main', name: it.name }) : it.name}
                </Menu.Item>
              ))}
              {teams.length > 0 && <Menu.Label>{t('actions.teams', { ns: 'main' })}</Menu.Label>}
              {teams.map((it) => (
                <Menu.Item key={it.id} onClick={() => void apply({ teamId: it.id })}>
                  <TeamName team={it} />
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu width={230} position="top-start">
            <Menu.Target>
              <ActionIcon {...icon} aria-label={t('actions.labels', { ns: 'main' })} title={t('actions.labels', { ns: 'main' })}>
                <Tag size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className="tall">
              {labels.length === 0 && <p className="menu-hint">{t('actions.noLabels', { ns: 'main' })}</p>}
              {labels.length > 0 && <Menu.Label>{t('bulk.addLabel')}</Menu.Label>}
              {labels.map(({ id, name, color }) => (
                <Menu.Item key={id} leftSection={<i className="dot" style={{ background: color }} />} onClick={() => void apply({ addLabels: [id] })}>
                  {name}
                </Menu.Item>
              ))}
              {labels.length > 0 && <Menu.Label>{t('bulk.removeLabel')}</Menu.Label>}
              {labels.map(({ id, name, color }) => (
                <Menu.Item key={id} leftSection={<i className="dot" style={{ background: color }} />} onClick={() => void apply({ removeLabels: [id] })}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu width={250} position="top-start">
            <Menu.Target>
              <ActionIcon {...icon} aria-label={t('actions.snooze', { ns: 'main' })} title={t('actions.snooze', { ns: 'main' })}>
                <AlarmClock size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void apply({ snoozedUntil: null })}>{t('actions.wake', { ns: 'main' })}</Menu.Item>
              {snoozes(now).map(({ name, until }) => (
                <Menu.Item key={name} onClick={() => void apply({ snoozedUntil: until.toISOString() })} rightSection={<small className="dim">{moment(until, i18n.language)}</small>}>
                  {t(`snooze.${name}`, { ns: 'main' })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu width={180} position="top-start">
            <Menu.Target>
              <ActionIcon {...icon} aria-label={t('actions.priority', { ns: 'main' })} title={t('actions.priority', { ns: 'main' })}>
                <Flag size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {PRIORITIES.map((priority) => (
                <Menu.Item key={priority} leftSection={<Flag size={14} className={`flag-${priority}`} />} onClick={() => void apply({ priority })}>
                  {t(`priority.${priority}`, { ns: 'main' })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          {!picking.isAll && (
            <ActionIcon {...icon} aria-label={t('bulk.read')} title={t('bulk.read')} onClick={() => void read()}>
              <MailOpen size={17} />
            </ActionIcon>
          )}
        </div>
      </div>
      {asking && (
        <Confirm title={t('bulk.allTitle')} deed={t('bulk.allDeed')} isDangerous={false} onConfirm={() => Promise.resolve(void applyToAll(asking))} onClose={() => setAsking(null)}>
          <p>{t('bulk.allHint')}</p>
        </Confirm>
      )}
    </>
  );
}
