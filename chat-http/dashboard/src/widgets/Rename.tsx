import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, Modal, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { useSave } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { putWidget } from './data.js';

/** Calls a widget something else. */
export function Rename({ widget, onClose }: { widget: Rest.Widget; onClose: () => void }): ReactNode {
  const { t } = useTranslation('widgets');
  const [name, setName] = useState(widget.name);
  const save = useSave(() => chat.api.patch('/api/v1/widgets/{id}', { path: { id: widget.id }, body: { name: name.trim() } }), {
    onDone: (answer) => {
      putWidget(answer);
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim()) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('rename.button')} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      <form className="modal-form" onSubmit={submit}>
        <TextInput label={t('new.name')} description={t('new.nameHint')} value={name} maxLength={100} data-autofocus onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <div className="modal-actions">
          <Button variant="default" onClick={onClose}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
            {t('admin.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
