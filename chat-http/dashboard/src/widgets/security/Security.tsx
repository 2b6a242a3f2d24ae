import { type ReactNode, useState } from 'react';
import { Alert, Button, Switch } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../admin/Confirm.js';
import { Code } from '../../admin/Copy.js';
import { Section } from '../../admin/Page.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { moment } from '../../lib/time.js';
import { putWidget, useMayManage } from '../data.js';
import { NewKey } from './NewKey.js';
import { IDENTIFY, SIGNERS, type Signer, signing } from './secret.js';

/** Who may chat, and how websites vouch for their visitors. */
export function Security({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t } = useTranslation('widgets');
  return (
    <>
      <Keys widget={widget} />
      <Rules widget={widget} />
      <Section title={t('security.key')} hint={t('security.keyHint')}>
        <Code text={widget.publicKey} what={t('security.key')} />
      </Section>
    </>
  );
}

function Keys({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const mayManage = useMayManage();
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Rest.WidgetIdentityKey | null>(null);
  const [signer, setSigner] = useState<Signer>('node');
  const remove = useSave((kid: string) => chat.api.delete('/api/v1/widgets/{id}/identity-keys/{kid}', { path: { id: widget.id, kid } }), { stale: ['GET /api/v1/widgets'] });
  const keys = widget.identityKeys;
  const signingKey = keys.findLast((it) => it.algorithm === 'HS256');
  return (
    <Section
      title={t('security.identity')}
      hint={t('security.identityHint')}
      actions={
        mayManage && (
          <Button variant={keys.length > 0 ? 'default' : 'filled'} leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('security.addKey')}
          </Button>
        )
      }
    >
      {keys.length === 0 ? (
        <p className="dim">{t('security.noKeys')}</p>
      ) : (
        <div className="table-wrap">
          <table className="table">
            <thead>
              <tr>
                <th>{t('security.kid')}</th>
                <th>{t('security.algorithm')}</th>
                <th>{t('security.since')}</th>
                <th>
                  <span className="sr">{t('security.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.kid}>
                  <td>
                    <code dir="ltr">{key.kid}</code>
                  </td>
                  <td>{t(`security.kind.${key.algorithm}`)}</td>
                  <td>{moment(key.createdAt, i18n.language)}</td>
                  <td className="end">
                    {mayManage && (
                      <Button size="xs" variant="subtle" color="red" onClick={() => setRemoving(key)}>
                        {t('security.removeKey')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {keys.length > 0 && <p className="dim">{t('security.rotate')}</p>}
      {signingKey && (
        <details className="w-proof">
          <summary>{t('security.sign')}</summary>
          <div className="w-proof-body">
            <div className="chips" role="group" aria-label={t('security.sign')}>
              {(Object.keys(SIGNERS) as Signer[]).map((each) => (
                <button key={each} type="button" className="chip" aria-pressed={each === signer} onClick={() => setSigner(each)}>
                  {SIGNERS[each]}
                </button>
              ))}
            </div>
            <p>{t('security.signServer')}</p>
            <Code text={signing[signer](signingKey.kid, widget.publicKey)} what={t('security.sign')} />
            <p>{t('security.signPage')}</p>
            <Code text={IDENTIFY} what={t('security.signPage')} />
          </div>
        </details>
      )}
      {isAdding && <NewKey widget={widget} onClose={() => setAdding(false)} />}
      {removing && (
        <Confirm title={t('security.removeTitle', { kid: removing.kid })} deed={t('security.removeKey')} onConfirm={() => remove.mutateAsync(removing.kid)} onClose={() => setRemoving(null)}>
          {t('security.removeText')}
        </Confirm>
      )}
    </Section>
  );
}

/** What is allowed at all. Each is saved by itself: nothing of it waits for a button. */
function Rules({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t } = useTranslation('widgets');
  const mayManage = useMayManage();
  const { settings } = widget;
  const save = useSave((patch: Partial<Rest.WidgetSettings>) => chat.api.patch('/api/v1/widgets/{id}', { path: { id: widget.id }, body: { settings: patch } }), { onDone: putWidget });
  const shown = { ...settings, ...(save.isPending ? save.variables : null) };
  const hasKey = widget.identityKeys.length > 0;
  return (
    <Section title={t('security.rules')}>
      <Switch
        checked={shown.requireIdentity}
        disabled={!mayManage || (!hasKey && !shown.requireIdentity)}
        label={t('security.require')}
        description={t(hasKey ? 'security.requireHint' : 'security.requireFirst')}
        onChange={({ currentTarget }) => save.mutate({ requireIdentity: currentTarget.checked })}
      />
      {shown.requireIdentity && !hasKey && (
        <Alert color="yellow" variant="light">
          {t('security.nobody')}
        </Alert>
      )}
      <Switch
        checked={shown.allowLocalhost}
        disabled={!mayManage}
        label={t('security.localhost')}
        description={t('security.localhostHint')}
        onChange={({ currentTarget }) => save.mutate({ allowLocalhost: currentTarget.checked })}
      />
    </Section>
  );
}
