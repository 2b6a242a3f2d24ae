import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Mail, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { useOpened } from '../admin/opened.js';
import { Asked } from '../admin/Page.js';
import { useAsk, useSave } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { chat } from '../lib/chat.js';
import { useNow } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { until } from '../lib/until.js';
import { Invite, InvitationLink } from './Invite.js';
import { choiceOf, mayGive } from './rights.js';
import { useRoleName } from './RolePicker.js';

/** Who was asked into the team and has not come yet. */
export function Invitations(): ReactNode {
  const { t } = useTranslation('team');
  const invitations = useAsk('GET /api/v1/invitations');
  const roles = useAsk('GET /api/v1/roles');
  const [opened, open] = useOpened();
  return (
    <Asked of={invitations}>
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <Empty icon={Mail} title={t('invitations.none')} hint={t('invitations.noneHint')} />
          ) : (
            <ul className="ledger">
              {items.map((it) => (
                <InvitationRow key={it.id} invitation={it} roles={roles.data?.items ?? []} />
              ))}
            </ul>
          )}
          {opened === 'new' && roles.data && <Invite roles={roles.data.items} onClose={() => open(null)} />}
        </>
      )}
    </Asked>
  );
}

function InvitationRow({ invitation, roles }: { invitation: Rest.Invitation; roles: readonly Rest.Role[] }): ReactNode {
  const { t, i18n } = useTranslation('team');
  const { me, may, nameOf } = useTeam();
  const now = useNow();
  const roleName = useRoleName(roles);
  const [made, setMade] = useState<Rest.MadeInvitation | null>(null);
  const [isAsking, setAsking] = useState(false);
  const stale = ['GET /api/v1/invitations'] as const;
  const path = { id: invitation.id };
  const { email } = invitation;
  const renew = useSave(() => chat.api.post('/api/v1/invitations/{id}/renew', { path }), { stale, onDone: setMade });
  const withdraw = useSave(() => chat.api.delete('/api/v1/invitations/{id}', { path }), { stale, done: t('invitations.withdrawn', { email }) });
  const isOver = Date.parse(invitation.expiresAt) <= now;
  const by = nameOf(invitation.invitedBy);
  return (
    <li className="ledger-row">
      <div className="ledger-main">
        <strong>
          <bdi>{email}</bdi>
        </strong>
        <p className="dim">
          {roleName(invitation)}
          {by && ` · ${t('invitations.by', { name: by })}`}
        </p>
      </div>
      <span className={`ledger-part state ${isOver ? 'state-bad' : 'state-amber'}`}>
        {t(isOver ? 'invitations.over' : 'invitations.until', { when: until(invitation.expiresAt, now, i18n.language) })}
      </span>
      {may('team.manage') && mayGive(me, choiceOf(invitation), roles) && (
        <div className="ledger-end">
          <Button size="xs" variant="default" leftSection={<RefreshCw size={14} aria-hidden />} loading={renew.isPending} onClick={() => renew.mutate()} aria-label={t('invitations.renewOf', { email })}>
            {t('invitations.renew')}
          </Button>
          <Button size="xs" variant="subtle" color="red" onClick={() => setAsking(true)} aria-label={t('invitations.withdrawOf', { email })}>
            {t('invitations.withdraw')}
          </Button>
        </div>
      )}
      {made && (
        <div className="ledger-wide">
          <p className="dim">{t('invitations.renewed')}</p>
          <InvitationLink invitation={made} />
        </div>
      )}
      {isAsking && (
        <Confirm title={t('invitations.withdrawTitle', { email })} deed={t('invitations.withdraw')} onConfirm={() => withdraw.mutateAsync()} onClose={() => setAsking(false)}>
          <p>{t('invitations.withdrawHint')}</p>
        </Confirm>
      )}
    </li>
  );
}
