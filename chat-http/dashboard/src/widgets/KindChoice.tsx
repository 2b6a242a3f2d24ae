import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Kind } from './types.js';

const KINDS: readonly Kind[] = ['floating', 'embedded', 'popup'];

/** Which of the three ways a widget appears in, with a drawing of each. What stands above it may say already what it is. */
export function KindChoice({ value, onChange, isTitled = false }: { value: Kind; onChange: (kind: Kind) => void; isTitled?: boolean }): ReactNode {
  const { t } = useTranslation('widgets');
  return (
    <fieldset className="w-kinds">
      <legend className={isTitled ? 'sr' : undefined}>{t('new.kind')}</legend>
      {KINDS.map((kind) => (
        <label key={kind} className="w-kind">
          <input type="radio" name="kind" value={kind} checked={kind === value} onChange={() => onChange(kind)} />
          <Drawing of={kind} />
          <strong>{t(`kind.${kind}`)}</strong>
          <span className="dim">{t(`kindHint.${kind}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Drawing({ of }: { of: Kind }): ReactNode {
  return (
    <svg viewBox="0 0 96 60" className="w-drawing" aria-hidden>
      <rect x="1" y="1" width="94" height="58" rx="5" className="w-drawing-page" />
      <path d="M10 14h40M10 22h30" className="w-drawing-text" />
      {of === 'floating' && <circle cx="83" cy="48" r="7" />}
      {of === 'embedded' && <rect x="10" y="29" width="50" height="24" rx="3" />}
      {of === 'popup' && (
        <>
          <circle cx="83" cy="48" r="7" />
          <rect x="36" y="32" width="37" height="18" rx="4" opacity="0.6" />
        </>
      )}
    </svg>
  );
}
