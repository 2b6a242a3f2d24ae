import { type ReactNode, useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked } from '../admin/Page.js';
import { useAsk } from '../admin/query.js';
import { languageName } from '../lib/languages.js';
import { Fields } from './Fields.js';
import { type Ready, useFilling } from './filling.js';
import { fitting, grouped, isSendable, partsOf } from './model.js';
import { None } from './None.js';
import { Preview } from './Preview.js';
import './templates.css';

interface ChooseProps {
  accountId: string;
  /** What the customer speaks. */
  language: string | null | undefined;
  /** The template to begin with. */
  name?: string | null;
  /** Whether there is somebody to send it to. */
  isReady?: boolean;
  onSend: (ready: Ready) => Promise<void>;
  onClose: () => void;
}

/** Templates to look through, to fill in and to send. */
export function Choose({ accountId, ...rest }: ChooseProps): ReactNode {
  const templates = useAsk('GET /api/v1/whatsapp/templates', { query: { accountId } });
  return (
    <Asked of={templates}>
      {({ items }) => {
        const sendable = items.filter(isSendable);
        if (sendable.length > 0) return <Chosen items={sendable} {...rest} />;
        return <None accountId={accountId} />;
      }}
    </Asked>
  );
}

function Chosen({ items, language, name: wanted = null, isReady = true, onSend, onClose }: Omit<ChooseProps, 'accountId'> & { items: readonly Rest.WhatsAppTemplate[] }): ReactNode {
  const { t, i18n } = useTranslation('templates');
  const [typed, setTyped] = useState('');
  const [name, setName] = useState(wanted);
  const [picked, setPicked] = useState<string | null>(null);
  const groups = grouped(items, typed);
  const group = groups.find((it) => it.name === name) ?? groups[0];
  const template = group && (group.all.find((it) => it.id === picked) ?? fitting(group.all, language));
  return (
    <div className="wa-choose">
      <div className="wa-choose-list">
        <TextInput type="search" data-autofocus aria-label={t('search')} placeholder={t('search')} leftSection={<Search size={15} aria-hidden />} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
        <div className="wa-choose-all" role="radiogroup" aria-label={t('title')}>
          {groups.length === 0 && <p className="dim">{t('nothing', { text: typed })}</p>}
          {groups.map((it) => (
            <label key={it.name} className={it === group ? 'is-on' : ''}>
              <input
                type="radio"
                name="template"
                checked={it === group}
                onChange={() => {
                  setName(it.name);
                  setPicked(null);
                }}
              />
              <span>
                <strong>
                  <bdi dir="ltr">{it.name}</bdi>
                </strong>
                <small className="dim" dir="auto">
                  {partsOf(fitting(it.all, language)!.components).body}
                </small>
              </span>
            </label>
          ))}
        </div>
      </div>
      {template && (
        <div className="wa-choose-one">
          {group.all.length > 1 && (
            <label className="wa-language">
              <span>{t('language')}</span>
              <select value={template.id} onChange={({ currentTarget }) => setPicked(currentTarget.value)}>
                {group.all.map((it) => (
                  <option key={it.id} value={it.id}>
                    {languageName(it.language.replace('_', '-'), i18n.language)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Filled key={template.id} template={template} isReady={isReady} onSend={onSend} onClose={onClose} />
        </div>
      )}
    </div>
  );
}

function Filled({ template, isReady, onSend, onClose }: { template: Rest.WhatsAppTemplate } & Required<Pick<ChooseProps, 'isReady' | 'onSend' | 'onClose'>>): ReactNode {
  const { t } = useTranslation('templates');
  const filling = useFilling(template);
  return (
    <form
      className="modal-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (filling.isReady && isReady && !filling.isBusy) void filling.send(onSend);
      }}
    >
      <Preview components={template.components} values={filling.values} fileName={filling.file?.name ?? null} />
      {template.category.toUpperCase() === 'MARKETING' && <p className="dim">{t('isMarketing')}</p>}
      <Fields filling={filling} />
      <div className="modal-actions">
        <Button variant="default" onClick={onClose}>
          {t('admin.cancel', { ns: 'main' })}
        </Button>
        <Button type="submit" disabled={!filling.isReady || !isReady} loading={filling.isBusy}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}
