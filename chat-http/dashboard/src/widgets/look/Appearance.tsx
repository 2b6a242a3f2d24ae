import type { ReactNode } from 'react';
import { Alert, Button, ColorInput, NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import { KindChoice } from '../KindChoice.js';
import type { Settings } from '../types.js';
import { contrast, readable, warningsOf } from './contrast.js';
import { DRAWINGS, ICONS } from './drawings.js';
import type { PartProps } from './fields.js';

const OFFSET_MAX_PX = 500;
const TARGET_MAX = 200;
const SWATCHES = ['#1f5fe0', '#0f766e', '#2f5d50', '#15803d', '#b45309', '#c2410c', '#b91c1c', '#be185d', '#7e22ce', '#4338ca', '#334155', '#111827'];
const THEMES: readonly Settings['theme'][] = ['auto', 'light', 'dark', 'host'];

/** How it looks: the way it appears, its colours, its button and its place. */
export function Appearance({ draft, set, wrong }: PartProps): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const { colors, offset } = draft;
  const paint = (change: Partial<Settings['colors']>): void => set({ colors: { ...colors, ...change } });
  const color = (field: keyof Settings['colors'], value: string): ReactNode => (
    <ColorInput
      label={t(`look.color.${field}`)}
      format="hex"
      value={value}
      error={wrong(`colors.${field}`)}
      swatches={SWATCHES}
      swatchesPerRow={6}
      withEyeDropper={false}
      dir="ltr"
      onChange={(chosen) => paint({ [field]: chosen })}
    />
  );
  const has = (field: 'primaryDark' | 'text', label: string, start: string): ReactNode => (
    <Switch size="sm" label={t(label)} checked={colors[field] !== null} onChange={({ currentTarget }) => paint(field === 'text' && !currentTarget.checked ? { text: null, textDark: null } : { [field]: currentTarget.checked ? start : null })} />
  );
  const isEmbedded = draft.type === 'embedded';
  return (
    <>
      <Section title={t('look.kind')}>
        <KindChoice isTitled value={draft.type} onChange={(type) => set({ type })} />
        {isEmbedded && (
          <TextInput label={t('look.target')} description={t('look.targetHint')} value={draft.target} maxLength={TARGET_MAX} error={wrong('target')} dir="ltr" onChange={({ currentTarget }) => set({ target: currentTarget.value })} />
        )}
      </Section>
      <Section title={t('look.colors')} hint={t('look.colorsHint')}>
        <div className="fields">
          {color('primary', colors.primary)}
          {colors.primaryDark !== null && color('primaryDark', colors.primaryDark)}
          {colors.text !== null && color('text', colors.text)}
          {colors.text !== null && colors.primaryDark !== null && color('textDark', colors.textDark ?? colors.text)}
        </div>
        <div className="w-switches">
          {has('primaryDark', 'look.ownDark', colors.primary)}
          {has('text', 'look.ownText', readable(colors.primary))}
        </div>
        <Contrast colors={colors} language={i18n.language} onFix={paint} />
        <NativeSelect label={t('look.theme')} description={t(`look.themeHint.${draft.theme}`)} value={draft.theme} data={THEMES.map((value) => ({ value, label: t(`look.themes.${value}`) }))} onChange={({ currentTarget }) => set({ theme: currentTarget.value as Settings['theme'] })} />
      </Section>
      {!isEmbedded && (
        <Section title={t('look.launcher')}>
          <fieldset className="w-icons">
            <legend>{t('look.icon')}</legend>
            {ICONS.map((icon) => (
              <label key={icon} className="w-icon" title={t(`look.icons.${icon}`)}>
                <input type="radio" name="icon" checked={draft.launcher.icon === icon} onChange={() => set({ launcher: { icon } })} />
                <svg viewBox="0 0 24 24" aria-hidden>
                  <path d={DRAWINGS[icon]} />
                </svg>
                <span className="sr">{t(`look.icons.${icon}`)}</span>
              </label>
            ))}
          </fieldset>
          <div className="fields">
            <NativeSelect
              label={t('look.position')}
              value={draft.position}
              data={(['right', 'left'] as const).map((value) => ({ value, label: t(`look.side.${value}`) }))}
              onChange={({ currentTarget }) => set({ position: currentTarget.value as Settings['position'] })}
            />
            {(['x', 'y'] as const).map((axis) => (
              <NumberInput key={axis} label={t(`look.offset.${axis}`)} suffix=" px" min={0} max={OFFSET_MAX_PX} allowDecimal={false} hideControls value={offset[axis]} error={wrong(`offset.${axis}`)} onChange={(value) => typeof value === 'number' && set({ offset: { ...offset, [axis]: value } })} />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}

/** Says whether everybody can read it, and what to take when not. */
function Contrast({ colors, language, onFix }: { colors: Settings['colors']; language: string; onFix: (change: Partial<Settings['colors']>) => void }): ReactNode {
  const { t } = useTranslation('widgets');
  const warnings = warningsOf(colors);
  // Cut, not rounded: 4.49 must not read as enough.
  const ratio = (value: number): string => (Math.floor(value * 10) / 10).toLocaleString(language, { minimumFractionDigits: 1 });
  const ofText = contrast(colors.primary, colors.text ?? readable(colors.primary));
  if (ofText === null) return null;
  if (warnings.length === 0) return <p className="state state-good w-contrast">{t('contrast.good', { ratio: ratio(ofText) })}</p>;
  return (
    <div role="status" className="w-warnings">
      {warnings.map(({ scheme, what, ratio: value, least, field, better }) => (
        <Alert key={scheme + what} color="yellow" variant="light" title={t(`contrast.${what}`, { scheme: t(`contrast.${scheme}`) })}>
          <p>{t('contrast.ratio', { ratio: ratio(value), least: ratio(least) })}</p>
          <Button size="xs" variant="default" leftSection={<span className="w-dot" style={{ background: better ?? readable(colors.primary) }} />} onClick={() => onFix({ [field]: better })}>
            {better ? t('contrast.use', { color: better }) : t('contrast.automatic')}
          </Button>
        </Alert>
      ))}
    </div>
  );
}
