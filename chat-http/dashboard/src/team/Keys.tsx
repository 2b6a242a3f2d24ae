import { type ReactNode, useState } from 'react';
import { Alert, Button, Modal } from '@mantine/core';
import type { Rest } from '@chat/client';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { Code } from '../admin/Copy.js';
import { useOpened } from '../admin/opened.js';
import { Asked } from '../admin/Page.js';
import { useAsk, useSave } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { chat } from '../lib/chat.js';
import { useNow } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { until } from '../lib/until.js';
import { NewKey } from './NewKey.js';

/** What programs sign in with. */
export function Keys(): ReactNode {
  const { t, i18n } = useTranslation('team');
  const { me, nameOf, may } = useTeam();
  const now = useNow();
  const keys = useAsk('GET /api/v1/api-keys');
  const [opened, open] = useOpened();
  const [made, setMade] = useState<Rest.MadeApiKey | null>(null);
  const [revoking, revoke] = useState<Rest.ApiKey | null>(null);
  const erase = useSave(() => chat.api.delete('/api/v1/api-keys/{id}', { path: { id: revoking?.id ?? '' } }), { stale: ['GET /api/v1/api-keys'], done: t('keys.revoked', { name: revoking?.name }) });
  return (
    <Asked of={keys}>
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <div className="empty-with-deed">
              <Empty icon={KeyRound} title={t('keys.none')} hint={t('keys.noneHint')} />
              {may('keys.own') && (
                <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => open('new')}>
                  {t('keys.new')}
                </Button>
              )}
            </div>
          ) : (
            <ul className="ledger">
              {items.map((key) => {
                const isOver = key.expiresAt !== null && Date.parse(key.expiresAt) <= now;
                const when = key.expiresAt ? until(key.expiresAt, now, i18n.language) : '';
                return (
                  <li key={key.id} className="ledger-row">
                    <div className="ledger-main">
                      <strong>{key.name}</strong>
                      <p className="dim">
                        {key.agentId === me.id ? t('keys.actsAsYou') : t('keys.actsAs', { name: nameOf(key.agentId) ?? t('audit.somebody') })} · {key.scopes ? t('role.ownHint', { count: key.scopes.length }) : t('keys.everything')}
                      </p>
                    </div>
                    <span className="ledger-part">{key.lastUsedAt ? t('keys.used', { when: until(key.lastUsedAt, now, i18n.language) }) : t('keys.unused')}</span>
                    <span className={`ledger-part state ${isOver ? 'state-bad' : key.expiresAt ? 'state-amber' : 'state-good'}`}>{t(isOver ? 'keys.over' : key.expiresAt ? 'keys.until' : 'keys.forever', { when })}</span>
                    <div className="ledger-end">
                      <Button size="xs" variant="subtle" color="red" onClick={() => revoke(key)} aria-label={t('keys.revokeOf', { name: key.name })}>
                        {t('keys.revoke')}
                      </Button>
                    </div>
                  </li>
                );
              })}
            </ul>
          )}
          {opened === 'new' && (
            <NewKey
              onMade={(key) => {
                open(null);
                setMade(key);
              }}
              onClose={() => open(null)}
            />
          )}
          {made && <Made made={made} onClose={() => setMade(null)} />}
          {revoking && (
            <Confirm title={t('keys.revokeTitle', { name: revoking.name })} deed={t('keys.revoke')} onConfirm={() => erase.mutateAsync()} onClose={() => revoke(null)}>
              <p>{t('keys.revokeHint')}</p>
            </Confirm>
          )}
        </>
      )}
    </Asked>
  );
}

/** The token, which nobody will ever see again. */
function Made({ made, onClose }: { made: Rest.MadeApiKey; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  return (
    <Modal opened onClose={onClose} size="lg" title={t('keys.made', { name: made.name })} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
      <div className="modal-form">
        <Alert color="yellow" variant="light" role="alert">
          {t('keys.once')}
        </Alert>
        <Code text={made.token} what={t('keys.token')} />
        <p className="dim">{t('keys.how')}</p>
        <Code text={`authorization: Bearer ${made.token}`} what={t('keys.header')} />
      </div>
      <div className="modal-actions">
        <Button onClick={onClose}>{t('keys.kept')}</Button>
      </div>
    </Modal>
  );
}
