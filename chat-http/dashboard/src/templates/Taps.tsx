import { type ReactNode, useState } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import type { Draft } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit } from '../admin/Edit.js';

const BUTTONS_MAX = 3;
const TITLE_MAX = 20;
const BODY_MAX = 1024;

interface TapsProps {
  /** What is in the composer already. */
  text: string;
  onSend: (draft: Draft) => void;
  onClose: () => void;
}

/** A question with up to three answers to tap. */
export default function Taps({ text, onSend, onClose }: TapsProps): ReactNode {
  const { t } = useTranslation('templates');
  const [body, setBody] = useState(text);
  const [titles, setTitles] = useState<readonly string[]>(['', '', '']);
  const given = titles.map((it) => it.trim()).filter(Boolean);
  const isTwice = new Set(given).size < given.length;
  const buttons = given.map((title, index) => ({ type: 'reply', reply: { id: `answer-${index + 1}`, title } }));
  return (
    <Edit
      title={t('taps.title')}
      deed={t('send')}
      isDirty={body !== text || given.length > 0}
      isReady={body.trim() !== '' && given.length > 0 && !isTwice}
      onSave={async () => onSend({ content: '', contentType: 'interactive', payload: { interactive: { type: 'button', body: { text: body.trim() }, action: { buttons } } } })}
      onClose={onClose}
    >
      {() => (
        <>
          <Textarea data-autofocus label={t('taps.text')} required dir="auto" rows={3} maxLength={BODY_MAX} value={body} onChange={({ currentTarget }) => setBody(currentTarget.value)} />
          {titles.slice(0, BUTTONS_MAX).map((title, index) => (
            <TextInput key={index} label={t('taps.button', { number: index + 1 })} required={index === 0} dir="auto" maxLength={TITLE_MAX} value={title} error={isTwice && title.trim() !== '' && given.filter((it) => it === title.trim()).length > 1 ? t('taps.twice') : undefined} onChange={({ currentTarget: { value } }) => setTitles((now) => now.map((it, place) => (place === index ? value : it)))} />
          ))}
        </>
      )}
    </Edit>
  );
}
