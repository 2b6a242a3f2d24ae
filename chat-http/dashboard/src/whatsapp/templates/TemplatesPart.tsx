import { type ReactNode, useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { LayoutTemplate, Pencil, Plus, RefreshCw, Search, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../admin/Confirm.js';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk, useSave } from '../../admin/query.js';
import { Empty } from '../../app/Empty.js';
import { chat } from '../../lib/chat.js';
import { languageName } from '../../lib/languages.js';
import { useTeam } from '../../lib/team.js';
import { grouped } from '../../templates/model.js';
import { Preview } from '../../templates/Preview.js';
import { metas, qualityTone } from '../metas.js';
import { isEditable } from './draft.js';
import { TemplateEditor } from './TemplateEditor.js';

const STATUS_TONES: Record<string, 'good' | 'amber' | 'bad'> = { APPROVED: 'good', PENDING: 'amber', IN_APPEAL: 'amber', PAUSED: 'amber', FLAGGED: 'amber', REJECTED: 'bad', DISABLED: 'bad' };

/** The templates of a number's business: how each stands at Meta, and making, changing and deleting them. */
export default function TemplatesPart({ account }: { account: Rest.WhatsAppAccount }): ReactNode {
  const { t } = useTranslation('templates');
  const { may } = useTeam();
  const canChange = may('templates.manage');
  const templates = useAsk('GET /api/v1/whatsapp/templates', { query: { accountId: account.id } });
  const [typed, setTyped] = useState('');
  const [editing, setEditing] = useState<Rest.WhatsAppTemplate | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Rest.WhatsAppTemplate | null>(null);
  const stale = ['GET /api/v1/whatsapp/templates'] as const;
  const sync = useSave(() => chat.api.post('/api/v1/whatsapp/accounts/{id}/templates/sync', { path: { id: account.id } }), { stale, done: t('synced') });
  const drop = useSave((id: string) => chat.api.delete('/api/v1/whatsapp/templates/{id}', { path: { id } }), { stale });
  return (
    <Section
      title={t('title')}
      hint={t('hint')}
      actions={
        canChange && (
          <>
            <Button size="xs" variant="default" leftSection={<RefreshCw size={14} aria-hidden />} loading={sync.isPending} onClick={() => sync.mutate()}>
              {t('sync')}
            </Button>
            <Button size="xs" leftSection={<Plus size={14} aria-hidden />} onClick={() => setEditing('new')}>
              {t('new')}
            </Button>
          </>
        )
      }
    >
      <Asked of={templates}>
        {({ items }) => {
          if (items.length === 0) return <Empty icon={LayoutTemplate} isInSection title={t('none')} hint={t(canChange ? 'noneHint' : 'noneAsk')} />;
          const groups = grouped(items, typed);
          return (
            <>
              <TextInput type="search" aria-label={t('search')} placeholder={t('search')} leftSection={<Search size={15} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
              {groups.length === 0 && <p className="dim">{t('nothing', { text: typed })}</p>}
              <ul className="ledger">
                {groups.flatMap(({ all }) => all.map((it) => <Row key={it.id} template={it} canChange={canChange} onEdit={() => setEditing(it)} onDelete={() => setDeleting(it)} />))}
              </ul>
            </>
          );
        }}
      </Asked>
      {editing && <TemplateEditor accountId={account.id} template={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && (
        <Confirm title={t('delete.title', { name: deleting.name })} deed={t('admin.delete', { ns: 'main' })} onConfirm={() => drop.mutateAsync(deleting.id)} onClose={() => setDeleting(null)}>
          {t('delete.text')}
        </Confirm>
      )}
    </Section>
  );
}

function Row({ template, canChange, onEdit, onDelete }: { template: Rest.WhatsAppTemplate; canChange: boolean; onEdit: () => void; onDelete: () => void }): ReactNode {
  const { t, i18n } = useTranslation('templates');
  const { name, language, category, status, quality, reason, components } = template;
  return (
    <li className="ledger-row">
      <span className="ledger-main">
        <strong>
          <bdi dir="ltr">{name}</bdi>
        </strong>
        <p className="dim">
          {languageName(language.replace('_', '-'), i18n.language)} · {metas('category', category, t)}
        </p>
      </span>
      <span className="ledger-part">
        <span className={`state state-${STATUS_TONES[status.toUpperCase()] ?? 'idle'}`}>{metas('templateStatus', status, t)}</span>
        {quality && quality !== 'UNKNOWN' && <span className={`state state-${qualityTone(quality)} wa-quality`}>{metas('quality', quality, t)}</span>}
      </span>
      {canChange && (
        <span className="ledger-end">
          {isEditable(template) && (
            <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden />} aria-label={`${t('admin.edit', { ns: 'main' })}: ${name}`} onClick={onEdit}>
              {t('admin.edit', { ns: 'main' })}
            </Button>
          )}
          <Button size="xs" variant="light" color="red" leftSection={<Trash2 size={14} aria-hidden />} aria-label={`${t('admin.delete', { ns: 'main' })}: ${name}`} onClick={onDelete}>
            {t('admin.delete', { ns: 'main' })}
          </Button>
        </span>
      )}
      {reason && reason !== 'NONE' && <p className="ledger-wide field-error">{t('reason', { reason: metas('reasons', reason, t) })}</p>}
      <details className="ledger-wide">
        <summary className="dim">{t('preview')}</summary>
        <Preview components={components} />
      </details>
    </li>
  );
}
