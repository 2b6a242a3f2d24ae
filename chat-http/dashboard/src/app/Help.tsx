import { type ReactNode, useState } from 'react';
import { Kbd, Modal, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { areKeysOn, switchKeys } from '../lib/keys.js';

const KEYS: readonly [name: string, keys: readonly string[]][] = [
  ['next', ['J']],
  ['previous', ['K']],
  ['open', ['Enter']],
  ['back', ['Esc']],
  ['reply', ['R']],
  ['note', ['N']],
  ['assignMe', ['I']],
  ['close', ['E']],
  ['unread', ['U']],
  ['snooze', ['S']],
  ['inbox:keys.assign', ['A']],
  ['inbox:keys.label', ['T']],
  ['inbox:keys.macro', ['M']],
  ['inbox:keys.pick', ['X']],
  ['inbox:keys.reach', ['Shift', 'X']],
  ['inbox:keys.palette', ['Ctrl', 'K']],
  ['inbox:keys.sendAndClose', ['Ctrl', 'Shift', 'Enter']],
  ['search', ['/']],
  ['help', ['?']],
  ['goMine', ['G', 'M']],
  ['goUnassigned', ['G', 'U']],
  ['goMentions', ['G', 'N']],
  ['goAll', ['G', 'I']],
  ['goClosed', ['G', 'C']],
  ['goSnoozed', ['G', 'S']],
];

/** Which keys there are, and whether they do anything. */
export default function Help({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const [isOn, setOn] = useState(areKeysOn);
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('thread.close') }}>
      <Switch
        checked={isOn}
        label={t('menu.keysOn')}
        onChange={({ currentTarget: { checked } }) => {
          switchKeys(checked);
          setOn(checked);
        }}
      />
      <dl className="keys">
        {KEYS.map(([name, keys]) => (
          <div key={name}>
            <dt>{t(name.includes(':') ? name : `keys.${name}`)}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && (keys[0] === 'G' ? ` ${t('keys.then')} ` : ' + ')}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
