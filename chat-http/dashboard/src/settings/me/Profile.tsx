import { type ReactNode, useState } from 'react';
import { NativeSelect, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { useChatEvent } from '@chat/react';
import { useTranslation } from 'react-i18next';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk, useForget } from '../../admin/query.js';
import { areKeysOn, switchKeys } from '../../lib/keys.js';
import { useTeam } from '../../lib/team.js';
import { choose, isLanguage, LANGUAGES } from '../../lib/words.js';
import { Availability } from './Availability.js';
import { Name } from './Name.js';
import './me.css';

/** Who one is, whether one is there, and how things look to oneself. */
export default function Profile(): ReactNode {
  const { me } = useTeam();
  const self = useAsk('GET /api/v1/agents/{id}', { path: { id: me.id } });
  const forget = useForget();
  useChatEvent('agent', () => forget('GET /api/v1/agents/{id}'));
  return (
    <>
      <Asked of={self}>
        {(agent) => (
          <>
            <Name agent={agent} />
            <Availability agent={agent} />
          </>
        )}
      </Asked>
      <Looks />
    </>
  );
}

function Looks(): ReactNode {
  const { t, i18n } = useTranslation('me');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [hasKeys, setKeys] = useState(areKeysOn);
  const name = (scheme: string): string => t(`menu.${scheme}`, { ns: 'main' });
  return (
    <Section title={t('looks.title')} hint={t('looks.hint')}>
      <div className="fields">
        <NativeSelect
          label={t('menu.language', { ns: 'main' })}
          value={i18n.language}
          onChange={({ currentTarget: { value } }) => isLanguage(value) && void choose(value)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
        <div>
          <p className="field-name" id="me-theme">
            {t('menu.theme', { ns: 'main' })}
          </p>
          <SegmentedControl
            fullWidth
            aria-labelledby="me-theme"
            value={colorScheme}
            onChange={(it) => setColorScheme(it as 'light' | 'dark' | 'auto')}
            data={['light', 'dark', 'auto'].map((value) => ({ value, label: name(value) }))}
          />
        </div>
      </div>
      <Switch
        label={t('menu.keysOn', { ns: 'main' })}
        description={t('looks.keysHint')}
        checked={hasKeys}
        onChange={({ currentTarget: { checked } }) => {
          switchKeys(checked);
          setKeys(checked);
        }}
      />
    </Section>
  );
}
