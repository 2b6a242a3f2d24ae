import { type KeyboardEvent, type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../lib/team.js';
import { asked, type Suggestion, suggestions } from './operators.js';
import './search.css';

export interface QueryFieldProps {
  value: string;
  label: string;
  placeholder: string;
  className: string;
  onChange: (text: string) => void;
  /** Escape, where there is nothing left to take away. */
  onLeave?: () => void;
  ref?: Ref<HTMLInputElement>;
}

/** Where words and operators are typed: what fits is suggested, what is not understood is said. */
export default function QueryField({ value, label, placeholder, className, onChange, onLeave, ref }: QueryFieldProps): ReactNode {
  const { t } = useTranslation('search');
  const team = useTeam();
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => field.current!);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(-1);
  const { start, all } = caret === null ? { start: 0, all: [] } : suggestions(value, caret, team);
  const { problems } = asked(value, team);

  const take = ({ insert }: Suggestion): void => {
    const before = value.slice(0, start) + insert;
    onChange(before + value.slice(caret ?? value.length).trimStart());
    setCaret(before.length);
    setAt(-1);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length > 0) {
      event.preventDefault();
      setAt((before) => (before < 0 && step < 0 ? all.length - 1 : (before + step + all.length) % all.length));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && all[at]) {
      event.preventDefault();
      take(all[at]);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (all.length > 0) setCaret(null);
      else if (value) onChange('');
      else if (onLeave) onLeave();
      else field.current?.blur();
    }
  };
  return (
    <div className={`query ${className}`}>
      <div className="query-field">
        <Search size={16} aria-hidden />
        <input
          ref={field}
          type="text"
          role="combobox"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          dir={value ? 'auto' : undefined}
          value={value}
          placeholder={placeholder}
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={all.length > 0}
          aria-controls={all.length > 0 ? listId : undefined}
          aria-activedescendant={all[at] ? `${listId}-${at}` : undefined}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
            setCaret(currentTarget.selectionStart);
            setAt(-1);
          }}
          onSelect={({ currentTarget }) => caret !== null && setCaret(currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          onKeyDown={pressed}
        />
        {value && (
          <button type="button" className="query-clear" aria-label={t('clear')} onClick={() => {
            onChange('');
            field.current?.focus();
          }}>
            <X size={15} aria-hidden />
          </button>
        )}
      </div>
      {all.length > 0 && (
        <ul role="listbox" id={listId} className="query-offers" aria-label={t('offers')}>
          {all.map((it, index) => (
            <li key={it.insert} id={`${listId}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => {
              event.preventDefault();
              take(it);
            }}>
              <bdi dir="ltr">{it.insert}</bdi>
              {it.operator && <span>{t(`operator.${it.operator}`)}</span>}
            </li>
          ))}
        </ul>
      )}
      <div role="status" className="query-problems">
        {problems.map(({ why, operator, value: wrong, known }, index) => (
          <p key={index}>{t(`wrong.${why}`, { operator, value: wrong, known: known?.join(', ') })}</p>
        ))}
      </div>
    </div>
  );
}
