import type { ReactNode } from 'react';
import { NativeSelect } from '@mantine/core';
import { Globe, Lock, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../lib/team.js';
import { useSharing } from './definitions.js';

interface SharingProps {
  /** `all`, `me`, or `team:` with an id. */
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** Who gets to see it: everybody, a team, or nobody else. */
export function Sharing({ value, onChange, error }: SharingProps): ReactNode {
  const { t } = useTranslation('settings');
  const { teams } = useTeam();
  const { mayShare } = useSharing();
  const choices = mayShare ? [{ value: 'all', label: t('sharing.all') }, ...teams.map(({ id, name }) => ({ value: `team:${id}`, label: t('sharing.team', { name }) }))] : [];
  return (
    <NativeSelect
      label={t('sharing.label')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={mayShare ? undefined : t('sharing.onlyMine')}
      data={[...choices, { value: 'me', label: t('sharing.me') }]}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** The same, to be read. */
export function Shared({ audience }: { audience: string }): ReactNode {
  const { t } = useTranslation('settings');
  const { teams } = useTeam();
  const team = audience.startsWith('team:') ? teams.find(({ id }) => audience === `team:${id}`) : undefined;
  const [Icon, text] = audience === 'all' ? [Globe, t('sharing.all')] : audience.startsWith('team:') ? [Users, team?.name ?? t('sharing.otherTeam')] : [Lock, t('sharing.me')];
  return (
    <span className="shared">
      <Icon size={13} aria-hidden />
      {text}
    </span>
  );
}
