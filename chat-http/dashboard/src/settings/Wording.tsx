import { type ReactNode, useMemo, useRef } from 'react';
import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../admin/query.js';
import { useTeam } from '../lib/team.js';
import { CHARS_MAX, filledWith, type Sample, withPlace } from './wording.js';

interface WordingProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  isNote?: boolean;
  isReadOnly?: boolean;
}

/** A text with places that are filled when it is used: what there is to put in, and how it will read. */
export function Wording({ label, value, onChange, error, isNote = false, isReadOnly = false }: WordingProps): ReactNode {
  const { t } = useTranslation('settings');
  const { me } = useTeam();
  const otherwise = t('places.otherwise');
  const field = useRef<HTMLTextAreaElement>(null);
  const ofConversations = useAsk('GET /api/v1/conversation-attributes').data?.items;
  const ofCustomers = useAsk('GET /api/v1/customer-attributes').data?.items;
  const places = useMemo(() => {
    const fixed = ['customer.name', 'customer.email', 'customer.phone', 'agent.name', 'conversation.subject', 'conversation.id'].map((place) => ({ place, name: t(`places.${place.replace('.', '_')}`) }));
    const own = [
      ...(ofCustomers ?? []).map(({ name, title }) => ({ place: `customer.${name}`, name: t('places.ofCustomer', { title }) })),
      ...(ofConversations ?? []).map(({ name, title }) => ({ place: `conversation.${name}`, name: t('places.ofConversation', { title }) })),
    ];
    return [...fixed, ...own];
  }, [t, ofCustomers, ofConversations]);
  const sample = useMemo<Sample>(
    () => ({
      ...Object.fromEntries(places.map(({ place, name }) => [place, `[${name}]`])),
      'customer.name': t('sample.customer'),
      'customer.email': 'ana@example.com',
      'customer.phone': '+49 1512 3456789',
      'agent.name': me.name,
      'conversation.subject': t('sample.subject'),
    }),
    [places, t, me.name],
  );
  const put = (place: string): void => {
    const { selectionStart, selectionEnd } = field.current ?? { selectionStart: value.length, selectionEnd: value.length };
    const next = withPlace(value, selectionStart, selectionEnd, place);
    onChange(next.text);
    field.current?.focus();
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  const stretches = filledWith(value, sample);
  const isStrange = stretches.some(({ kind }) => kind === 'unknown');
  return (
    <div className="beside">
      <div className="form-wide">
        <Textarea
          ref={field}
          label={label}
          description={isReadOnly ? undefined : t('places.hint', { example: `{{customer.name|${otherwise}}}`, otherwise })}
          rows={7}
          value={value}
          maxLength={CHARS_MAX}
          readOnly={isReadOnly}
          dir="auto"
          error={error ?? (isStrange ? t('places.strange') : undefined)}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
        {!isReadOnly && (
          <div className="places" role="group" aria-label={t('places.label')}>
            {places.map(({ place, name }) => (
              <button key={place} type="button" onClick={() => put(place)} title={`{{${place}}}`}>
                {name}
              </button>
            ))}
          </div>
        )}
      </div>
      <section className="sample" aria-label={t('sample.label')}>
        <p>{t('sample.label')}</p>
        <div className={isNote ? 'bubble is-note' : 'bubble'} dir="auto">
          {value.trim() ? stretches.map(({ text, kind }, index) => (kind === 'text' ? text : <mark key={index}>{text}</mark>)) : <span className="dim">{t('sample.nothing')}</span>}
        </div>
      </section>
    </div>
  );
}
