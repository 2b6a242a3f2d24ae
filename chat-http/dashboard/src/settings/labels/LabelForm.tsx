import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, Input, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Rest } from '@chat/client';
import { useTell } from '../../lib/hooks.js';
import { Changed } from '../Changed.js';
import { faultsOf, givenAudience, useKeep, useSharing } from '../definitions.js';
import { Sharing } from '../Sharing.js';
import { COLORS } from './colors.js';

/** A label's words and colour, where the label stands. */
export function LabelForm({ label, onClose }: { label: Rest.Label | null; onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const tell = useTell();
  const { mayShare } = useSharing();
  const [seen] = useState(label);
  const [draft, setDraft] = useState<Rest.CreateLabel & { audience: string }>({
    name: seen?.name ?? '',
    color: seen?.color ?? COLORS[0].color,
    description: seen?.description ?? '',
    audience: seen ? givenAudience(seen.audience) : mayShare ? 'all' : 'me',
  });
  const [isTried, setTried] = useState(false);
  const keep = useKeep('labels', onClose);
  const faults = faultsOf(keep.error, t('taken'));
  const save = (revision: number | null): void => {
    setTried(true);
    const name = draft.name.trim();
    if (!name) return;
    keep.mutate(
      { id: seen?.id ?? null, revision, draft: { ...draft, name, description: draft.description?.trim() || null } },
      { onError: (error) => error.code === 'changed' || Object.keys(faultsOf(error, '')).length > 0 || tell(error) },
    );
  };
  const set = (change: Partial<typeof draft>): void => setDraft((now) => ({ ...now, ...change }));
  return (
    <form
      className="listed-form"
      noValidate
      aria-label={seen ? seen.name : t('labels.new')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save(seen?.revision ?? null);
      }}
    >
      <div className="fields">
        <TextInput
          label={t('labels.name')}
          value={draft.name}
          maxLength={128}
          data-autofocus
          autoFocus
          error={faults.name ?? (isTried && !draft.name.trim() ? t('needed') : undefined)}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        />
        <TextInput label={t('labels.description')} placeholder={t('labels.descriptionExample')} value={draft.description ?? ''} error={faults.description} onChange={({ currentTarget }) => set({ description: currentTarget.value })} />
        <Input.Wrapper label={t('labels.color')} error={faults.color} labelElement="div">
          <div className="colors" role="group" aria-label={t('labels.color')}>
            {COLORS.map(({ name, color }) => (
              <button key={name} type="button" style={{ background: color }} aria-pressed={draft.color === color} aria-label={t(`colors.${name}`)} title={t(`colors.${name}`)} onClick={() => set({ color })} />
            ))}
            <input type="color" value={draft.color} aria-label={t('labels.ownColor')} title={t('labels.ownColor')} onChange={({ currentTarget }) => set({ color: currentTarget.value })} />
            <span className="label-shown">
              <i className="dot" style={{ background: draft.color }} aria-hidden />
              {draft.name.trim() || t('labels.name')}
            </span>
          </div>
        </Input.Wrapper>
        <Sharing value={draft.audience} onChange={(audience) => set({ audience })} error={faults.audience} />
      </div>
      <div className="page-actions">
        <Button type="submit" loading={keep.isPending}>
          {t('admin.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('admin.cancel')}
        </Button>
      </div>
      {keep.error?.code === 'changed' && <Changed onClose={() => keep.reset()} onReload={onClose} onOverwrite={() => save(null)} />}
    </form>
  );
}
