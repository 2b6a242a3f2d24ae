import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert, Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Code } from '../../admin/Copy.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { inWords } from '../../lib/problems.js';
import { newKid, newSecret } from './secret.js';

type Algorithm = Rest.WidgetIdentityKey['algorithm'];
const ALGORITHMS: readonly Algorithm[] = ['HS256', 'EdDSA', 'HMAC'];

/** Adds a key. A secret is made here, and shown until it was copied: nobody can read it later. */
export function NewKey({ widget, onClose }: { widget: Rest.Widget; onClose: () => void }): ReactNode {
  const { t } = useTranslation('widgets');
  const [kid, setKid] = useState(() => newKid(new Date(), widget.identityKeys.map((it) => it.kid)));
  const [algorithm, setAlgorithm] = useState<Algorithm>('HS256');
  const [secret] = useState(newSecret);
  const [publicKey, setPublicKey] = useState('');
  const isShared = algorithm !== 'EdDSA';
  const key = isShared ? secret : publicKey.trim();
  const add = useSave(() => chat.api.post('/api/v1/widgets/{id}/identity-keys', { path: { id: widget.id }, body: { kid: kid.trim(), algorithm, key } }), {
    stale: ['GET /api/v1/widgets'],
    isQuiet: true,
  });
  const wrong = (field: string): string | undefined => add.error?.errors.find((it) => it.field === field)?.problem;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t('security.addKey')} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      {add.isSuccess ? (
        <div className="modal-form">
          {isShared ? (
            <>
              <Alert color="yellow" variant="light">
                {t('security.once')}
              </Alert>
              <Code text={secret} what={t('security.secret')} />
            </>
          ) : (
            <p>{t('security.added')}</p>
          )}
          <div className="modal-actions">
            <Button onClick={onClose}>{t(isShared ? 'security.kept' : 'security.ok')}</Button>
          </div>
        </div>
      ) : (
        <form className="modal-form" onSubmit={submit}>
          <NativeSelect
            label={t('security.algorithm')}
            description={t(`security.kindHint.${algorithm}`)}
            value={algorithm}
            data={ALGORITHMS.map((value) => ({ value, label: t(`security.kind.${value}`) }))}
            onChange={({ currentTarget }) => setAlgorithm(currentTarget.value as Algorithm)}
          />
          <TextInput label={t('security.kid')} description={t('security.kidHint')} value={kid} error={wrong('kid')} dir="ltr" onChange={({ currentTarget }) => setKid(currentTarget.value)} />
          {!isShared && (
            <Textarea
              label={t('security.publicKey')}
              description={t('security.publicKeyHint')}
              placeholder="-----BEGIN PUBLIC KEY-----"
              value={publicKey}
              error={wrong('key')}
              rows={4}
              dir="ltr"
              onChange={({ currentTarget }) => setPublicKey(currentTarget.value)}
            />
          )}
          {add.error && !wrong('kid') && !wrong('key') && (
            <Alert color="red" variant="light" role="alert">
              {inWords(add.error, t)}
            </Alert>
          )}
          <div className="modal-actions">
            <Button variant="default" onClick={onClose}>
              {t('admin.cancel')}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={!kid.trim() || !key}>
              {t('security.addKey')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
