import { type ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Paged, Section } from '../admin/Page.js';
import { usePages, useSave } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { useNow } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { until } from '../lib/until.js';

/** Who a customer turned out to be as well, for as long as that can be taken apart again. */
export function Merges({ customerId, canChange }: { customerId: string; canChange: boolean }): ReactNode {
  const { t } = useTranslation('customers');
  const merges = usePages('GET /api/v1/customers/{id}/merges', { path: { id: customerId }, query: { limit: 10 } });
  if (!merges.items?.length) return null;
  return (
    <Section title={t('merges.title')}>
      <Paged of={merges}>
        {(items) => (
          <ul className="plain-list">
            {items.map((it) => (
              <MergeRow key={it.id} merge={it} canChange={canChange} />
            ))}
          </ul>
        )}
      </Paged>
    </Section>
  );
}

function MergeRow({ merge, canChange }: { merge: Rest.CustomerMerge; canChange: boolean }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const { nameOf } = useTeam();
  const now = useNow();
  const undo = useSave(() => chat.api.post('/api/v1/customers/{id}/merges/{entryId}/undo', { path: { id: merge.customerId, entryId: merge.id } }), {
    stale: ['GET /api/v1/customers', 'GET /api/v1/customers/{id}', 'GET /api/v1/customers/{id}/merges', 'GET /api/v1/customers/{id}/conversations', 'GET /api/v1/customers/{id}/notes'],
    done: t('merges.undone'),
  });
  const canUndo = canChange && !merge.undoneAt && Date.parse(merge.undoUntil) > now;
  return (
    <li className="merge-row">
      <div>
        <p>{t('merges.by', { name: nameOf(merge.agentId) ?? t('someone'), when: until(merge.mergedAt, now, i18n.language) })}</p>
        <p className="dim">
          {merge.undoneAt ? t('merges.wasUndone') : `${t('merges.conversations', { count: merge.conversationIds.length })}, ${t('merges.identities', { count: merge.identities })}`}
          {canUndo && ` · ${t('merges.until', { when: new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(merge.undoUntil)) })}`}
        </p>
      </div>
      {canUndo && (
        <Button size="xs" variant="default" leftSection={<Undo2 size={14} aria-hidden />} loading={undo.isPending} onClick={() => undo.mutate()}>
          {t('merges.undo')}
        </Button>
      )}
    </li>
  );
}
