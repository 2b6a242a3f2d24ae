import { type ReactNode, useState } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit, type Wrong } from '../../admin/Edit.js';
import { useForget } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { languageName } from '../../lib/languages.js';
import { Preview } from '../../templates/Preview.js';
import { CODE_LANGUAGES } from '../number/deeds.js';
import { metas } from '../metas.js';
import { ButtonFields } from './ButtonFields.js';
import { CATEGORIES, type Category, componentsOf, draftOf, exampleKeys, faultsOf, isNamed, isWhole, LIMITS, NEW_TEMPLATE, SAMPLES, type TemplateDraft } from './draft.js';

/** The languages that templates are written in most; Meta has more. */
const LANGUAGES = [...new Set(['en_US', 'en_GB', ...Object.values(CODE_LANGUAGES), 'pt_BR', 'es_MX', 'zh_TW'])];

/** Where the server says what is wrong about the example of a file: a header is the first part. */
const SAMPLE_FIELDS = ['attachmentId', 'components[0].example.attachmentId'] as const;
const wrongSample = (wrong: Wrong): string | undefined => SAMPLE_FIELDS.map(wrong).find(Boolean);

interface EditorProps {
  accountId: string;
  /** Nothing for a new one. */
  template: Rest.WhatsAppTemplate | null;
  onClose: () => void;
}

/** A template in writing, beside what the customer will see. */
export function TemplateEditor({ accountId, template, onClose }: EditorProps): ReactNode {
  const { t, i18n } = useTranslation('templates');
  const forget = useForget();
  const [start] = useState(() => (template ? draftOf(template) : NEW_TEMPLATE));
  const [draft, setDraft] = useState<TemplateDraft>(start);
  const [sample, setSample] = useState<File | null>(null);
  const set = (change: Partial<TemplateDraft>): void => setDraft((now) => ({ ...now, ...change }));
  const faults = faultsOf(draft);
  const components = componentsOf(draft);
  const isCode = draft.category === 'AUTHENTICATION';
  const fault = (field: string): string | undefined => faults[field] && t(`fault.${faults[field]}`);
  const save = async (): Promise<void> => {
    const { name, language, category } = draft;
    const attachmentId = sample && draft.above !== 'text' ? (await chat.api.upload(sample, { name: sample.name })).id : undefined;
    const components = componentsOf(draft, attachmentId);
    if (template) await chat.api.patch('/api/v1/whatsapp/templates/{id}', { path: { id: template.id }, body: { components, ...(category !== start.category && { category }) } });
    else await chat.api.post('/api/v1/whatsapp/accounts/{id}/templates', { path: { id: accountId }, body: { name, language, category, parameterFormat: isNamed(draft) ? 'NAMED' : 'POSITIONAL', components } });
    forget('GET /api/v1/whatsapp/templates');
  };
  return (
    <Edit title={template ? template.name : t('new')} size="xl" deed={t('handIn')} fields={['name', 'language', 'category', ...SAMPLE_FIELDS]} isDirty={JSON.stringify(draft) !== JSON.stringify(start)} isReady={isWhole(draft)} onSave={save} onClose={onClose}>
      {(wrong) => (
        <div className="wa-editor">
          <div className="modal-form">
            <p className="dim">{t('handInHint')}</p>
            <TextInput data-autofocus={!template || undefined} label={t('edit.name')} description={t('edit.nameHint')} required dir="ltr" disabled={template !== null} maxLength={LIMITS.name} value={draft.name} error={wrong('name') ?? fault('name')} onChange={({ currentTarget }) => set({ name: currentTarget.value.toLowerCase().replace(/[\s-]+/g, '_') })} />
            <div className="fields">
              <label className="wa-select">
                <span>{t('language')}</span>
                <select disabled={template !== null} value={draft.language} onChange={({ currentTarget }) => set({ language: currentTarget.value })}>
                  {[...new Set([draft.language, ...LANGUAGES])].map((it) => (
                    <option key={it} value={it}>
                      {languageName(it.replace('_', '-'), i18n.language)}
                    </option>
                  ))}
                </select>
              </label>
              <label className="wa-select">
                <span>{t('edit.category')}</span>
                <select value={draft.category} onChange={({ currentTarget }) => set({ category: currentTarget.value as Category })}>
                  {CATEGORIES.map((it) => (
                    <option key={it} value={it}>
                      {metas('category', it, t)}
                    </option>
                  ))}
                </select>
              </label>
            </div>
            {isCode ? (
              <p className="hint-box">{t('edit.codeHint')}</p>
            ) : (
              <>
                <label className="wa-select">
                  <span>{t('edit.above')}</span>
                  <select
                    value={draft.above}
                    onChange={({ currentTarget }) => {
                      setSample(null);
                      set({ above: currentTarget.value as TemplateDraft['above'], sample: '' });
                    }}
                  >
                    {(['text', 'image', 'video', 'document'] as const).map((it) => (
                      <option key={it} value={it}>
                        {it === 'text' ? t('edit.words') : t(`media.${it}`)}
                      </option>
                    ))}
                  </select>
                </label>
                {draft.above === 'text' ? (
                  <TextInput label={t('edit.header')} description={t('edit.optional', { max: LIMITS.header })} dir="auto" value={draft.header} error={fault('header')} onChange={({ currentTarget }) => set({ header: currentTarget.value })} />
                ) : (
                  <label className="wa-select">
                    <span>{t('edit.sample')}</span>
                    <input
                      key={draft.above}
                      type="file"
                      required
                      accept={SAMPLES[draft.above].types}
                      onChange={({ currentTarget }) => {
                        const file = currentTarget.files?.[0] ?? null;
                        setSample(file);
                        set({ sample: file?.name ?? '' });
                      }}
                    />
                    <small className={wrongSample(wrong) ? 'field-error' : 'dim'}>{wrongSample(wrong) ?? t('edit.sampleHint', { types: SAMPLES[draft.above].names, size: SAMPLES[draft.above].megabytes })}</small>
                  </label>
                )}
                <Textarea label={t('edit.body')} description={t('edit.bodyHint', { place: '{{1}}', name: '{{first_name}}' })} required dir="auto" rows={5} value={draft.body} error={fault('body')} onChange={({ currentTarget }) => set({ body: currentTarget.value })} />
                <p className="wa-count dim">{`${[...draft.body].length} / ${LIMITS.body}`}</p>
                <TextInput label={t('edit.footer')} description={t('edit.optional', { max: LIMITS.footer })} dir="auto" value={draft.footer} error={fault('footer')} onChange={({ currentTarget }) => set({ footer: currentTarget.value })} />
                <ButtonFields draft={draft} fault={fault} onChange={(buttons) => set({ buttons })} />
                <Examples draft={draft} onChange={(examples) => set({ examples })} />
              </>
            )}
          </div>
          {!isCode && <Preview components={components} values={draft.examples} fileName={draft.sample || null} />}
        </div>
      )}
    </Edit>
  );
}

/** What stands in the places for whoever approves it. */
function Examples({ draft, onChange }: { draft: TemplateDraft; onChange: (examples: TemplateDraft['examples']) => void }): ReactNode {
  const { t } = useTranslation('templates');
  const keys = exampleKeys(draft);
  if (keys.length === 0) return null;
  return (
    <fieldset className="wa-fieldset">
      <legend>{t('edit.examples')}</legend>
      <p className="dim">{t('edit.examplesHint')}</p>
      {keys.map((key) => {
        const [part, name = ''] = key.split(' ');
        const label = part === 'button' ? (draft.buttons[Number(name)]?.text ?? '') : name;
        return <TextInput key={key} label={t(`field.${part}`, { name: label })} required dir="auto" value={draft.examples[key] ?? ''} onChange={({ currentTarget: { value } }) => onChange({ ...draft.examples, [key]: value })} />;
      })}
    </fieldset>
  );
}
