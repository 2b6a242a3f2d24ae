import { type ReactNode, useState } from 'react';
import { Button, Textarea } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Edit } from '../../admin/Edit.js';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk, useForget } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { jsonOf, settingsIn } from './settings.js';

/** The settings of a number at Meta, in its own shape: there are more of them from time to time. */
export function NumberSettings({ accountId }: { accountId: string }): ReactNode {
  const { t } = useTranslation('numbers');
  const settings = useAsk('GET /api/v1/whatsapp/accounts/{id}/settings', { path: { id: accountId } });
  const [written, setWritten] = useState<string | null>(null);
  return (
    <Section
      title={t('settings.title')}
      hint={t('settings.hint')}
      actions={
        settings.data && (
          <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden />} onClick={() => setWritten(jsonOf(settings.data))}>
            {t('admin.edit', { ns: 'main' })}
          </Button>
        )
      }
    >
      <Asked of={settings}>{(it) => <pre dir="ltr">{jsonOf(it)}</pre>}</Asked>
      {written !== null && settings.data && <EditSettings accountId={accountId} start={written} onClose={() => setWritten(null)} />}
    </Section>
  );
}

function EditSettings({ accountId, start, onClose }: { accountId: string; start: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation('numbers');
  const forget = useForget();
  const [text, setText] = useState(start);
  const settings = settingsIn(text);
  const save = async (): Promise<void> => {
    await chat.api.post('/api/v1/whatsapp/accounts/{id}/number', { path: { id: accountId }, body: { action: 'setSettings', settings: settings ?? {} } });
    forget('GET /api/v1/whatsapp/accounts/{id}/settings');
  };
  return (
    <Edit title={t('settings.title')} size="lg" fields={['settings']} isDirty={text !== start} isReady={text !== start && settings !== null} onSave={save} onClose={onClose}>
      {(wrong) => <Textarea data-autofocus label={t('settings.json')} dir="ltr" rows={12} spellCheck={false} value={text} error={wrong('settings') ?? (settings === null && t('settings.wrong'))} onChange={({ currentTarget }) => setText(currentTarget.value)} />}
    </Edit>
  );
}
