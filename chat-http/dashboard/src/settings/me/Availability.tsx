import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, Radio, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';

type Available = Rest.Agent['availability'];
const WAYS: readonly Available[] = ['online', 'away', 'busy'];

/** Whether somebody takes conversations. It counts at once for whoever says so, and back again when the server refuses. */
export function Availability({ agent }: { agent: Rest.Colleague }): ReactNode {
  const { t } = useTranslation('me');
  const [reason, setReason] = useState(agent.availabilityReason ?? '');
  const save = useSave((body: { availability: Available; reason: string | null }) => chat.api.put('/api/v1/me/availability', { body }), {
    stale: ['GET /api/v1/agents/{id}', 'GET /api/v1/agents'],
    onDone: (it) => setReason(it.availabilityReason ?? ''),
  });
  const shown = save.isPending ? save.variables.availability : agent.availability;
  const say = (availability: Available, why: string): void => save.mutate({ availability, reason: availability === 'online' ? null : why.trim() || null });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    say(shown, reason);
  };
  return (
    <Section title={t('availability.title')} hint={t('availability.hint')}>
      <Radio.Group value={shown} onChange={(it) => say(it as Available, '')} aria-label={t('availability.title')}>
        <div className="choices">
          {WAYS.map((it) => (
            <Radio key={it} value={it} label={t(`availability.${it}`)} description={t(`availability.${it}Hint`)} />
          ))}
        </div>
      </Radio.Group>
      {shown !== 'online' && (
        <form className="me-form" onSubmit={submit}>
          <TextInput label={t('availability.reason')} description={t('availability.reasonHint')} placeholder={t(`availability.${shown}Example`)} value={reason} onChange={({ currentTarget: { value } }) => setReason(value)} maxLength={100} />
          <Button type="submit" variant="default" disabled={reason.trim() === (agent.availabilityReason ?? '')} loading={save.isPending}>
            {t('admin.save', { ns: 'main' })}
          </Button>
        </form>
      )}
    </Section>
  );
}
