import { type ReactNode } from 'react';
import { Button, Menu, NativeSelect, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { ChevronDown, Download, ScrollText, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { Paged } from '../admin/Page.js';
import { useAsk, usePages } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { addressOf } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';
import { type AuditFilter, DEEDS, filterOf, isNarrow, KNOWN_DEEDS, queryOf, spelled, withFilter } from './audit.js';
import { ChainState } from './ChainState.js';

/** Who did what and when. */
export function Audit(): ReactNode {
  const { t } = useTranslation('team');
  const [search, change] = useSearchParams();
  const filter = filterOf(search);
  const query = queryOf(filter);
  const entries = usePages('GET /api/v1/audit', { query: { ...query, limit: 50 } });
  const narrow = (part: Partial<AuditFilter>): void => change((before) => withFilter(before, part), { replace: true });
  return (
    <>
      <Filters filter={filter} onChange={narrow} query={query} />
      <Paged of={entries}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon={ScrollText} title={t(isNarrow(filter) ? 'audit.nothing' : 'audit.none')} hint={t(isNarrow(filter) ? 'audit.nothingHint' : 'audit.noneHint')} />
          ) : (
            <>
              <ChainState entries={items} />
              <ul className="ledger audit">
                {items.map((it) => (
                  <Entry key={it.id} entry={it} onSubject={(subject) => narrow({ subject })} />
                ))}
              </ul>
            </>
          )
        }
      </Paged>
    </>
  );
}

function Filters({ filter, query, onChange }: { filter: AuditFilter; query: ReturnType<typeof queryOf>; onChange: (part: Partial<AuditFilter>) => void }): ReactNode {
  const { t } = useTranslation('team');
  const agents = useAsk('GET /api/v1/agents');
  const text = new URLSearchParams(query).toString();
  const exported = (format: string): string => addressOf(`/api/v1/audit/export?format=${format}${text && `&${text}`}`);
  return (
    <div className="filters" role="search" aria-label={t('audit.filters')}>
      <NativeSelect
        label={t('audit.who')}
        value={filter.who}
        onChange={({ currentTarget: { value } }) => onChange({ who: value })}
        data={[{ value: '', label: t('audit.everybody') }, ...(agents.data?.items ?? []).map((it) => ({ value: it.id, label: it.name }))]}
      />
      <NativeSelect
        label={t('audit.what')}
        value={filter.deed}
        onChange={({ currentTarget: { value } }) => onChange({ deed: value })}
        data={[{ value: '', label: t('audit.everything') }, ...DEEDS.map(([group, deeds]) => ({ group: t(`audit.${group}`), items: deeds.map((deed) => ({ value: deed, label: t(`deed.${deed}`) })) }))]}
      />
      <TextInput type="date" label={t('audit.from')} value={filter.from} max={filter.until || undefined} onChange={({ currentTarget: { value } }) => onChange({ from: value })} />
      <TextInput type="date" label={t('audit.until')} value={filter.until} min={filter.from || undefined} onChange={({ currentTarget: { value } }) => onChange({ until: value })} />
      <div className="filters-end page-actions">
        {filter.subject && (
          <Button variant="light" rightSection={<X size={14} aria-hidden />} onClick={() => onChange({ subject: '' })}>
            {t('audit.oneSubject')}
          </Button>
        )}
        {isNarrow(filter) && (
          <Button variant="subtle" onClick={() => onChange({ who: '', deed: '', subject: '', from: '', until: '' })}>
            {t('audit.clear')}
          </Button>
        )}
        <Menu>
          <Menu.Target>
            <Button variant="default" leftSection={<Download size={15} aria-hidden />} rightSection={<ChevronDown size={14} aria-hidden />}>
              {t('audit.export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component="a" href={exported('csv')} download>
              {t('audit.csv')}
            </Menu.Item>
            <Menu.Item component="a" href={exported('jsonl')} download>
              {t('audit.jsonl')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}

/** What an agent had signed in with: a session or a key. */
const credentialOf = (credential: string | null): 'session' | 'key' | null => (credential?.startsWith('session:') ? 'session' : credential?.startsWith('key:') ? 'key' : null);

function Entry({ entry, onSubject }: { entry: Rest.AuditEntry; onSubject: (id: string) => void }): ReactNode {
  const { t, i18n } = useTranslation('team');
  const { nameOf } = useTeam();
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(entry.at));
  const kind = (name: string): string => t(`kinds.${name}`, { defaultValue: spelled(name) });
  const kinds = [...new Set(entry.subjects.map((it) => kind(it.kind)))];
  const credential = credentialOf(entry.credential);
  const facts: [string, ReactNode][] = [
    [t('audit.address'), entry.address && <bdi dir="ltr">{entry.address}</bdi>],
    [t('audit.credential'), credential && `${t(`audit.${credential}`)} ${entry.credential?.split(':')[1] ?? ''}`],
    [t('audit.request'), entry.requestId && <code>{entry.requestId}</code>],
    [t('audit.place'), entry.seq?.toLocaleString(i18n.language)],
    [t('audit.hash'), entry.hash && <code className="hash">{entry.hash}</code>],
  ];
  return (
    <li>
      <details className="entry">
        <summary className="ledger-row">
          <div className="ledger-main">
            <strong>{nameOf(entry.agentId) ?? t('audit.somebody')}</strong>{' '}
            <span>{KNOWN_DEEDS.has(entry.deed) ? t(`deed.${entry.deed}`) : spelled(entry.deed)}</span>
            <p className="dim">{kinds.slice(0, 3).join(', ')}</p>
          </div>
          <time className="ledger-part" dateTime={entry.at}>
            {time}
          </time>
          <ChevronDown size={16} className="entry-mark" aria-hidden />
        </summary>
        <dl className="facts entry-facts">
          {facts.map(([title, value]) =>
            value ? (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ) : null,
          )}
          {entry.subjects.length > 0 && (
            <div>
              <dt>{t('audit.subjects')}</dt>
              <dd>
                {entry.subjects.map((it) => (
                  <p key={`${it.kind}:${it.id}`}>
                    {kind(it.kind)}
                    {it.isNew && ` (${t('audit.isNew')})`}{' '}
                    <button type="button" className="entry-subject" onClick={() => onSubject(it.id)} title={t('audit.allOf')}>
                      <code>{it.id}</code>
                    </button>
                  </p>
                ))}
              </dd>
            </div>
          )}
        </dl>
      </details>
    </li>
  );
}
