import { type ReactNode, useState } from 'react';
import { Button, Switch } from '@mantine/core';
import { Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Occasion, sound } from './attention.js';
import { prefer, type Prefs, usePrefs } from './prefs.js';

const SOUNDS = [
  ['mine', 'soundMine'],
  ['mention', 'soundMention'],
  ['others', 'soundOthers'],
] as const satisfies readonly (readonly [Occasion, keyof Prefs])[];
const NIGHT = { from: '20:00', to: '08:00' };

/** How somebody wants to be told of what comes in, and how they write, in this browser. */
export function AttentionSettings(): ReactNode {
  const { t } = useTranslation('inbox');
  const like = usePrefs();
  const canNotify = typeof Notification !== 'undefined';
  const [permission, setPermission] = useState(canNotify ? Notification.permission : 'denied');
  const toggleDesktop = async (isWanted: boolean): Promise<void> => {
    if (!isWanted) return prefer({ isDesktop: false });
    // Asked by a click alone: a question that comes by itself is refused for good.
    const answer = await Notification.requestPermission();
    setPermission(answer);
    prefer({ isDesktop: answer === 'granted' });
  };
  return (
    <div className="prefs">
      <Switch
        checked={like.isDesktop && permission === 'granted'}
        disabled={!canNotify || permission === 'denied'}
        label={t('attention.desktop')}
        description={t(permission === 'denied' ? 'attention.desktopBlocked' : 'attention.desktopHint')}
        onChange={({ currentTarget: { checked } }) => void toggleDesktop(checked)}
      />
      <fieldset>
        <legend>{t('attention.sounds')}</legend>
        {SOUNDS.map(([occasion, name]) => (
          <div key={name} className="prefs-row">
            <Switch checked={like[name]} label={t(`attention.${occasion}`)} onChange={({ currentTarget: { checked } }) => prefer({ [name]: checked })} />
            <Button size="compact-sm" variant="subtle" leftSection={<Volume2 size={14} aria-hidden />} aria-label={t('attention.tryIt', { name: t(`attention.${occasion}`) })} onClick={() => sound(occasion)}>
              {t('attention.try')}
            </Button>
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('attention.quiet')}</legend>
        <Switch checked={like.quiet !== null} label={t('attention.quietOn')} onChange={({ currentTarget: { checked } }) => prefer({ quiet: checked ? NIGHT : null })} />
        {like.quiet && (
          <div className="prefs-row prefs-times">
            {(['from', 'to'] as const).map((end) => (
              <label key={end}>
                {t(`attention.${end}`)}
                <input type="time" required value={like.quiet?.[end]} onChange={({ currentTarget: { value } }) => value && prefer({ quiet: { ...(like.quiet ?? NIGHT), [end]: value } })} />
              </label>
            ))}
          </div>
        )}
      </fieldset>
      <fieldset>
        <legend>{t('attention.writing')}</legend>
        <label className="prefs-choice">
          {t('attention.sendsBy')}
          <select value={like.sendsBy} onChange={({ currentTarget: { value } }) => prefer({ sendsBy: value === 'mod' ? 'mod' : 'enter' })}>
            <option value="enter">{t('attention.enter')}</option>
            <option value="mod">{t('attention.mod')}</option>
          </select>
        </label>
        <label className="prefs-choice">
          {t('attention.undo')}
          <select value={like.undoSeconds} onChange={({ currentTarget: { value } }) => prefer({ undoSeconds: value === '10' ? 10 : value === '5' ? 5 : 0 })}>
            <option value={0}>{t('attention.undoNever')}</option>
            <option value={5}>{t('attention.undoFor', { count: 5 })}</option>
            <option value={10}>{t('attention.undoFor', { count: 10 })}</option>
          </select>
        </label>
      </fieldset>
      <p className="dim">{t('attention.here')}</p>
    </div>
  );
}
