import { type ReactNode } from 'react';
import { Checkbox, Fieldset } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../lib/team.js';
import { GROUPS, type Permission, picked } from './rights.js';

interface PermissionPickerProps {
  value: readonly Permission[];
  error?: string | undefined;
  onChange: (permissions: Permission[]) => void;
}

/** What somebody or something may do, in words. Nobody gives what it has not. */
export function PermissionPicker({ value, error, onChange }: PermissionPickerProps): ReactNode {
  const { t } = useTranslation('team');
  const { may } = useTeam();
  return (
    <div className="permissions">
      {GROUPS.map(([group, permissions]) => (
        <Fieldset key={group} legend={t(`permissions.${group}`)} variant="unstyled">
          <div className="choices">
            {permissions.map((it) => (
              <Checkbox
                key={it}
                checked={value.includes(it)}
                disabled={!may(it)}
                label={t(`permission.${it.replace('.', '_')}`)}
                description={t(`permission.${it.replace('.', '_')}Hint`)}
                onChange={({ currentTarget: { checked } }) => onChange(picked(value, it, checked))}
              />
            ))}
          </div>
        </Fieldset>
      ))}
      {error && <p className="field-error">{error}</p>}
    </div>
  );
}
