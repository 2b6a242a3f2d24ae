import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, Modal, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSave } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { putWidget } from './data.js';
import { KindChoice } from './KindChoice.js';
import type { Kind } from './types.js';

/** Makes a widget, and goes on where it gets its look. */
export function NewWidget({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation('widgets');
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('floating');
  const save = useSave(() => chat.api.post('/api/v1/widgets', { body: { name: name.trim(), type: kind } }), {
    stale: ['GET /api/v1/widgets'],
    onDone: (widget) => {
      putWidget(widget);
      go(`/widgets/${widget.id}`);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim()) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('new.title')} size="lg" closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      <form className="modal-form" onSubmit={submit}>
        <TextInput label={t('new.name')} description={t('new.nameHint')} value={name} maxLength={100} data-autofocus onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <KindChoice value={kind} onChange={setKind} />
        <div className="modal-actions">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
            {t('new.create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
