import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert, Button, Modal } from '@mantine/core';
import { ChatError } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { inWords } from '../lib/problems.js';

/** What is wrong about a field, in words. */
export type Wrong = (field: string) => string | undefined;

/** How a change is asked for: only if nobody else changed it since it was read, or whatever others did. */
export interface Terms {
  headers?: { 'if-match': string };
}

interface EditProps {
  title: string;
  /** The fields that show what is wrong about them; the rest is said above the buttons. */
  fields?: readonly string[];
  /** Whether there is something that closing would lose. */
  isDirty: boolean;
  /** What of it others may have changed: it was read at this revision. */
  revision?: number | undefined;
  /** Takes what others made of it, in place of what is written here. */
  onReload?: (() => void) | undefined;
  /** What the button says: the deed. */
  deed?: string;
  isReady?: boolean;
  size?: 'md' | 'lg' | 'xl';
  onSave: (terms: Terms) => Promise<unknown>;
  /** What follows when it was saved: it closes, unless there is something to show. */
  onSaved?: () => void;
  onClose: () => void;
  children: (wrong: Wrong) => ReactNode;
}

/** A form in a dialogue: it shows what is wrong where it is wrong, loses nothing silently, and overwrites nobody unasked. */
export function Edit({ title, fields = [], isDirty, revision, onReload, deed, isReady = true, size = 'md', onSave, onClose, onSaved = onClose, children }: EditProps): ReactNode {
  const { t } = useTranslation();
  const [error, setError] = useState<ChatError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const hasChanged = error?.status === 412;
  const wrong: Wrong = (field) => error?.errors.find((it) => it.field === field || it.field.startsWith(`${field}[`) || it.field.startsWith(`${field}.`))?.problem;
  const isElsewhere = error !== null && !hasChanged && (error.errors.length === 0 || error.errors.some((it) => !fields.some((field) => it.field === field || it.field.startsWith(`${field}[`) || it.field.startsWith(`${field}.`))));

  const save = async (isForced: boolean): Promise<void> => {
    setBusy(true);
    setLeaving(false);
    try {
      await onSave(revision === undefined || isForced ? {} : { headers: { 'if-match': `"${revision}"` } });
      onSaved();
    } catch (thrown) {
      setError(ChatError.of(thrown));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    void save(false);
  };
  const close = (): void => {
    if (isBusy) return;
    if (isDirty && !isLeaving) setLeaving(true);
    else onClose();
  };
  const reload = (): void => {
    setError(null);
    onReload?.();
  };
  return (
    <Modal opened onClose={close} title={title} size={size} closeButtonProps={{ 'aria-label': t('thread.close') }}>
      <form className="modal-form" onSubmit={submit} noValidate>
        {children(wrong)}
        {hasChanged && (
          <Alert color="yellow" variant="light" role="alert" title={t('edit.changed')}>
            <p>{t('edit.changedHint')}</p>
            <div className="page-actions edit-ways">
              <Button size="xs" variant="default" onClick={reload}>
                {t('edit.reload')}
              </Button>
              <Button size="xs" color="red" loading={isBusy} onClick={() => void save(true)}>
                {t('edit.overwrite')}
              </Button>
            </div>
          </Alert>
        )}
        {isElsewhere && (
          <Alert color="red" variant="light" role="alert" className="alert">
            {inWords(error, t)}
          </Alert>
        )}
        {isLeaving && (
          <Alert color="yellow" variant="light" role="alert">
            <p>{t('admin.unsaved')}</p>
            <div className="page-actions edit-ways">
              <Button size="xs" variant="default" onClick={() => setLeaving(false)}>
                {t('edit.stay')}
              </Button>
              <Button size="xs" color="red" variant="light" onClick={onClose}>
                {t('admin.discard')}
              </Button>
            </div>
          </Alert>
        )}
        <div className="modal-actions">
          <Button variant="default" onClick={close}>
            {t('admin.cancel')}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!isReady || hasChanged}>
            {deed ?? t('admin.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
