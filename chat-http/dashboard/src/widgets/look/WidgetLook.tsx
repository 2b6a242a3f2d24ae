import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert, Button, Modal } from '@mantine/core';
import { ChatError, type Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../admin/kept.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { inWords } from '../../lib/problems.js';
import { putWidget, useMayManage, useWidgets } from '../data.js';
import { Appearance } from './Appearance.js';
import { Behaviour, Occasions } from './Behaviour.js';
import { bodyOf, draftOf } from './draft.js';
import type { PartProps } from './fields.js';
import { Hours } from './Hours.js';
import { PreChat } from './PreChat.js';
import { Preview } from './Preview.js';
import { Texts } from './Texts.js';
import './look.css';

/** How a widget looks, what it says and what it does, with the widget itself beside it. */
export default function WidgetLook({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t } = useTranslation('widgets');
  const mayManage = useMayManage();
  const { refetch } = useWidgets();
  // As which it was seen by whoever changes it: what others write meanwhile is not overwritten unseen.
  const [seen, setSeen] = useState(widget);
  const { draft, isChanged, set, drop } = useKept(`widget ${widget.id}`, draftOf(seen));
  if (!isChanged && seen.revision !== widget.revision) setSeen(widget);
  const [turn, setTurn] = useState(0);
  const save = useSave(
    (isForced: boolean) =>
      chat.api.patch('/api/v1/widgets/{id}', { path: { id: widget.id }, body: bodyOf(seen, draft), ...(!isForced && { headers: { 'if-match': `"${seen.revision}"` } }) }),
    {
      done: t('admin.saved'),
      isQuiet: true,
      onDone: (answer) => {
        putWidget(answer);
        setSeen(answer);
        drop();
      },
    },
  );
  const discard = (): void => {
    drop();
    save.reset();
    setTurn((it) => it + 1);
  };
  const reload = async (): Promise<void> => {
    const { data } = await refetch();
    setSeen(data?.items.find((it) => it.id === widget.id) ?? widget);
    discard();
  };
  const { error } = save;
  const isOvertaken = error instanceof ChatError && error.status === 412;
  const wrong = (field: string): string | undefined => error?.errors.find((it) => it.field === `settings.${field}`)?.problem;
  const part: PartProps = { draft, set, wrong };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(false);
  };
  return (
    <div className="w-look">
      <form onSubmit={submit} noValidate key={turn}>
        {!mayManage && <Alert color="gray">{t('readOnly')}</Alert>}
        <fieldset className="w-plain" disabled={!mayManage}>
          <Appearance {...part} />
          <Texts {...part} />
          {draft.type === 'popup' && <Occasions {...part} />}
          <Behaviour {...part} />
          <Hours {...part} />
          <PreChat {...part} />
        </fieldset>
        {error && !isOvertaken && (
          <Alert color="red" variant="light" role="alert">
            {error.errors.length > 0 ? t('look.wrong', { problems: error.errors.map((it) => it.problem).join('; ') }) : inWords(error, t)}
          </Alert>
        )}
        {isChanged && (
          <div className="save-bar">
            <span role="status">{t('admin.unsaved')}</span>
            <Button variant="default" onClick={discard}>
              {t('admin.discard')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('admin.save')}
            </Button>
          </div>
        )}
      </form>
      <Preview publicKey={widget.publicKey} draft={draft} />
      {isOvertaken && (
        <Modal opened onClose={() => save.reset()} title={t('edit.changed')} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
          <p>{t('edit.changedHint')}</p>
          <div className="modal-actions">
            <Button variant="default" onClick={() => void reload()}>
              {t('edit.reload')}
            </Button>
            <Button onClick={() => save.mutate(true)}>{t('edit.overwrite')}</Button>
          </div>
        </Modal>
      )}
    </div>
  );
}
