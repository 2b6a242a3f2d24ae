import { type ReactNode } from 'react';
import { Radio } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../lib/team.js';
import { mayGive, ROLES } from './rights.js';

interface RolePickerProps {
  value: string;
  own: readonly Rest.Role[];
  error?: string | undefined;
  isFixed?: boolean;
  onChange: (choice: string) => void;
}

/** Which role: each says what it means, and those that one may not give cannot be picked. */
export function RolePicker({ value, own, error, isFixed = false, onChange }: RolePickerProps): ReactNode {
  const { t } = useTranslation('team');
  const { me } = useTeam();
  return (
    <Radio.Group label={t('role.label')} value={value} onChange={onChange} error={error} readOnly={isFixed}>
      <div className="choices role-choices">
        {ROLES.map((role) => (
          <Radio key={role} value={role} label={t(`role.${role}`)} description={t(`role.${role}Hint`)} disabled={isFixed || !mayGive(me, role, own)} />
        ))}
        {own.map((role) => (
          <Radio
            key={role.id}
            value={`own:${role.id}`}
            label={role.name}
            description={t('role.ownHint', { count: role.permissions.length })}
            disabled={isFixed || !mayGive(me, `own:${role.id}`, own)}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

/** What a role is called. */
export function useRoleName(own: readonly Rest.Role[] | undefined): (agent: Pick<Rest.Agent, 'role' | 'customRoleId'>) => string {
  const { t } = useTranslation('team');
  return ({ role, customRoleId }) => (customRoleId ? (own?.find((it) => it.id === customRoleId)?.name ?? t('role.gone')) : t(`role.${role}`));
}
