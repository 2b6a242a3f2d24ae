import { type FormEvent, type ReactNode, useState } from 'react';
import { ActionIcon, Button, Textarea } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { useKept } from '../admin/kept.js';
import { Paged, Section } from '../admin/Page.js';
import { usePages, useSave } from '../admin/query.js';
import { Face } from '../inbox/Face.js';
import { chat } from '../lib/chat.js';
import { useNow } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { moment } from '../lib/time.js';
import { until } from '../lib/until.js';

const STALE = ['GET /api/v1/customers/{id}/notes'] as const;
const NOTE_MAX = 4096;

/** What colleagues have written down about a customer. */
export function Notes({ customerId, canChange }: { customerId: string; canChange: boolean }): ReactNode {
  const { t } = useTranslation('customers');
  const notes = usePages('GET /api/v1/customers/{id}/notes', { path: { id: customerId }, query: { limit: 20 } });
  const [removing, remove] = useState<Rest.CustomerNote | null>(null);
  const erase = useSave(() => chat.api.delete('/api/v1/customers/{id}/notes/{entryId}', { path: { id: customerId, entryId: removing?.id ?? '' } }), { stale: STALE });
  return (
    <Section title={t('notes.title')} hint={t('notes.hint')}>
      {canChange && <Writing customerId={customerId} />}
      <Paged of={notes}>
        {(items) =>
          items.length === 0 ? (
            <p className="dim">{t('notes.none')}</p>
          ) : (
            <ul className="notes">
              {items.map((it) => (
                <NoteRow key={it.id} note={it} onRemove={() => remove(it)} />
              ))}
            </ul>
          )
        }
      </Paged>
      {removing && (
        <Confirm title={t('notes.removeTitle')} deed={t('admin.delete', { ns: 'main' })} onConfirm={() => erase.mutateAsync()} onClose={() => remove(null)}>
          <p>{t('notes.removeHint')}</p>
        </Confirm>
      )}
    </Section>
  );
}

function Writing({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const { draft, set, drop } = useKept(`note about ${customerId}`, { text: '' });
  const add = useSave(() => chat.api.post('/api/v1/customers/{id}/notes', { path: { id: customerId }, body: { text: draft.text } }), { stale: STALE, onDone: drop });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft.text.trim()) add.mutate();
  };
  return (
    <form className="note-form" onSubmit={submit}>
      <Textarea
        aria-label={t('notes.label')}
        placeholder={t('notes.placeholder')}
        value={draft.text}
        onChange={({ currentTarget }) => set({ text: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
        rows={2}
        maxLength={NOTE_MAX}
        dir="auto"
      />
      <Button type="submit" size="xs" disabled={draft.text.trim() === ''} loading={add.isPending}>
        {t('notes.add')}
      </Button>
    </form>
  );
}

function NoteRow({ note, onRemove }: { note: Rest.CustomerNote; onRemove: () => void }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const { me, may } = useTeam();
  const now = useNow();
  return (
    <li className="note-row">
      <Face id={note.authorId} name={note.authorName} size={28} />
      <div>
        <p className="note-head">
          <strong>{note.authorName}</strong>
          <time dateTime={note.createdAt} title={moment(note.createdAt, i18n.language)} className="dim">
            {until(note.createdAt, now, i18n.language)}
          </time>
        </p>
        <p className="note-text" dir="auto">
          {note.text}
        </p>
      </div>
      {(note.authorId === me.id || may('customers.manage')) && may('customers.change') && (
        <ActionIcon variant="subtle" color="gray" aria-label={t('notes.remove', { name: note.authorName })} onClick={onRemove}>
          <Trash2 size={15} />
        </ActionIcon>
      )}
    </li>
  );
}
