import { type FormEvent, type ReactNode, Suspense, useState } from 'react';
import { Button, Modal, Skeleton, TextInput } from '@mantine/core';
import { conditionOf } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { useSave } from '../admin/query.js';
import { type Condition, FilterBuilder } from '../filters/lazy.js';
import { chat } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';
import { queryOf, UNFILTERED } from '../lib/views.js';
import { useLookedFor, usePlace } from './place.js';

const NOTHING: Condition = { all: [] };
const isEmpty = (it: Condition): boolean => JSON.stringify(it) === JSON.stringify(NOTHING);

/** Narrows a view down, and makes a view of one's own of that. */
export default function FilterPanel({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation('inbox');
  const [place, go] = usePlace();
  const { may } = useTeam();
  const lookedFor = useLookedFor(place);
  const [filter, setFilter] = useState<Condition>(() => (place.filter ? (JSON.parse(place.filter) as Condition) : NOTHING));
  const [isComplete, setComplete] = useState(true);
  const [isTried, setTried] = useState(false);
  const [name, setName] = useState('');
  const save = useSave(() => chat.api.post('/api/v1/views', { body: { name: name.trim(), filter: conditionOf(queryOf({ ...place, filter: isEmpty(filter) ? null : JSON.stringify(filter) }, lookedFor)), order: place.isByWait ? 'waiting' : 'latest', audience: 'me' } }), {
    stale: ['GET /api/v1/views'],
    done: t('filter.saved'),
    onDone: ({ id }) => {
      go({ ...UNFILTERED, view: id, conversation: null });
      onClose();
    },
  });
  const show = (event: FormEvent): void => {
    event.preventDefault();
    if (!isComplete) return setTried(true);
    go({ filter: isEmpty(filter) ? null : JSON.stringify(filter), conversation: null });
    onClose();
  };
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    if (!isComplete) return setTried(true);
    if (name.trim()) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('filter.title')} size={720} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      <p className="dim">{t('filter.hint')}</p>
      <form onSubmit={show} className="filter-panel">
        <Suspense fallback={<Skeleton height={90} radius="md" />}>
          <FilterBuilder value={filter} isTried={isTried} onChange={(next, isWhole) => {
            setFilter(next);
            setComplete(isWhole);
          }} />
        </Suspense>
        <div className="modal-actions">
          {place.filter && (
            <Button variant="subtle" color="gray" onClick={() => {
              go({ filter: null, conversation: null });
              onClose();
            }}>
              {t('filter.drop')}
            </Button>
          )}
          <Button type="submit">{t('filter.show')}</Button>
        </div>
      </form>
      {may('conversations.read') && (
        <form onSubmit={keep} className="filter-save">
          <TextInput label={t('filter.name')} description={t('filter.nameHint')} value={name} maxLength={100} onChange={({ currentTarget }) => setName(currentTarget.value)} error={save.error?.errors.find((it) => it.field === 'name')?.problem} />
          <Button type="submit" variant="default" disabled={!name.trim()} loading={save.isPending}>
            {t('filter.save')}
          </Button>
        </form>
      )}
    </Modal>
  );
}
