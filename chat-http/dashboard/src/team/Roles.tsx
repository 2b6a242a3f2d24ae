import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useChatEvent } from '@chat/react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../admin/Confirm.js';
import { useOpened } from '../admin/opened.js';
import { Asked, Section } from '../admin/Page.js';
import { useAsk, useForget, useSave } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';
import { Reach } from './Reach.js';
import { mayGive, ROLES } from './rights.js';
import { RoleEditor } from './RoleEditor.js';

/** What the members of the team may do: the roles that everybody has, and those of the team's own. */
export function Roles(): ReactNode {
  const { t } = useTranslation('team');
  const { me, may } = useTeam();
  const roles = useAsk('GET /api/v1/roles');
  const agents = useAsk('GET /api/v1/agents');
  const [opened, open] = useOpened();
  const [deleting, remove] = useState<Rest.Role | null>(null);
  const forget = useForget();
  useChatEvent('definition', () => forget('GET /api/v1/roles'));
  const erase = useSave(() => chat.api.delete('/api/v1/roles/{id}', { path: { id: deleting?.id ?? '' } }), { stale: ['GET /api/v1/roles'], done: t('roles.deleted', { name: deleting?.name }) });
  const here = agents.data?.items.filter((it) => !it.deactivatedAt) ?? [];
  const count = (test: (it: Rest.Colleague) => boolean): string => t('roles.people', { count: here.filter(test).length });
  return (
    <Asked of={roles}>
      {({ items }) => {
        const found = items.find((it) => it.id === opened);
        return (
          <>
            <Section title={t('roles.own')} hint={t('roles.ownHint')}>
              {items.length === 0 && <p className="dim">{t('roles.none')}</p>}
              {items.length > 0 && (
                <ul className="ledger">
                  {items.map((role) => {
                    const isMine = may('team.manage') && mayGive(me, `own:${role.id}`, items);
                    return (
                      <li key={role.id} className="ledger-row">
                        <div className="ledger-main">
                          {isMine ? (
                            <button type="button" className="ledger-name" onClick={() => open(role.id)}>
                              {role.name}
                            </button>
                          ) : (
                            <strong>{role.name}</strong>
                          )}
                          <p className="dim">
                            {t('role.ownHint', { count: role.permissions.length })} · <Reach role={role} />
                          </p>
                        </div>
                        <span className="ledger-part">{count((it) => it.customRoleId === role.id)}</span>
                        {isMine && (
                          <div className="ledger-end">
                            <Button size="xs" variant="default" onClick={() => open(role.id)} aria-label={`${t('admin.edit', { ns: 'main' })}: ${role.name}`}>
                              {t('admin.edit', { ns: 'main' })}
                            </Button>
                            <Button size="xs" variant="subtle" color="red" onClick={() => remove(role)} aria-label={`${t('admin.delete', { ns: 'main' })}: ${role.name}`}>
                              {t('admin.delete', { ns: 'main' })}
                            </Button>
                          </div>
                        )}
                      </li>
                    );
                  })}
                </ul>
              )}
            </Section>
            <Section title={t('roles.builtIn')} hint={t('roles.builtInHint')}>
              <ul className="ledger">
                {ROLES.map((role) => (
                  <li key={role} className="ledger-row">
                    <div className="ledger-main">
                      <strong>{t(`role.${role}`)}</strong>
                      <p className="dim">{t(`role.${role}Hint`)}</p>
                    </div>
                    <span className="ledger-part">{count((it) => !it.customRoleId && it.role === role)}</span>
                  </li>
                ))}
              </ul>
            </Section>
            {may('team.manage') && (found || opened === 'new') && <RoleEditor key={opened} role={found} onClose={() => open(null)} />}
            {deleting && (
              <Confirm title={t('roles.deleteTitle', { name: deleting.name })} deed={t('admin.delete', { ns: 'main' })} onConfirm={() => erase.mutateAsync()} onClose={() => remove(null)}>
                <p>{t('roles.deleteHint', { count: here.filter((it) => it.customRoleId === deleting.id).length })}</p>
              </Confirm>
            )}
          </>
        );
      }}
    </Asked>
  );
}
