import { type ReactNode, useState } from 'react';
import { Checkbox, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChatError, type Rest } from '@chat/client';
import { Edit } from '../../admin/Edit.js';
import { asked } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { EVENTS, type EventType, urlFault } from './events.js';

interface WebhookEditProps {
  webhook: Rest.Webhook | null;
  onMade?: (made: Rest.WebhookWithSecret) => void;
  onClose: () => void;
}

/** Where events are sent, which, and what for. */
export function WebhookEdit({ webhook, onMade, onClose }: WebhookEditProps): ReactNode {
  const { t } = useTranslation('settings');
  const [seen] = useState(webhook);
  const start = { url: seen?.url ?? '', description: seen?.description ?? '', events: seen?.events ?? [] };
  const [draft, setDraft] = useState(start);
  const [isAll, setAll] = useState(start.events.length === 0);
  const [isTried, setTried] = useState(false);
  const set = (change: Partial<typeof start>): void => setDraft((now) => ({ ...now, ...change }));
  const fault = urlFault(draft.url);
  const events = isAll ? [] : draft.events;
  const isNone = !isAll && events.length === 0;
  const isDirty = JSON.stringify({ ...draft, events }) !== JSON.stringify(start);
  const flip = (event: EventType): void => set({ events: draft.events.includes(event) ? draft.events.filter((it) => it !== event) : [...draft.events, event] });
  const flipGroup = (group: readonly EventType[], isOn: boolean): void => set({ events: isOn ? [...new Set([...draft.events, ...group])] : draft.events.filter((it) => !group.includes(it)) });
  return (
    <Edit
      title={seen ? t('webhooks.edit') : t('webhooks.new')}
      fields={['url', 'description', 'events']}
      isDirty={isDirty}
      revision={seen?.revision}
      onReload={onClose}
      deed={seen ? undefined : t('webhooks.create')}
      size="lg"
      isReady={!isTried || (!fault && !isNone)}
      onSave={async (terms) => {
        setTried(true);
        if (fault || isNone) throw new ChatError('invalid', t('webhooks.incomplete'));
        const body = { url: draft.url.trim(), description: draft.description.trim(), events };
        const route = ['GET /api/v1/webhooks', 'GET /api/v1/webhooks/{id}'];
        if (seen) await chat.api.patch('/api/v1/webhooks/{id}', { path: { id: seen.id }, body, ...terms });
        else onMade?.(await chat.api.post('/api/v1/webhooks', { body }));
        await Promise.all(route.map((one) => asked.invalidateQueries({ queryKey: [one] })));
      }}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <TextInput
            label={t('webhooks.url')}
            description={seen ? t('webhooks.urlAgain') : t('webhooks.urlHint')}
            placeholder="https://shop.example/chat-events"
            type="url"
            dir="ltr"
            data-autofocus
            value={draft.url}
            error={wrong('url') ?? (isTried && fault ? t(fault === 'needed' ? 'needed' : 'webhooks.noUrl') : undefined)}
            onChange={({ currentTarget }) => set({ url: currentTarget.value })}
          />
          <TextInput label={t('webhooks.description')} placeholder={t('webhooks.descriptionExample')} maxLength={200} value={draft.description} error={wrong('description')} onChange={({ currentTarget }) => set({ description: currentTarget.value })} />
          <Radio.Group label={t('webhooks.what')} value={isAll ? 'all' : 'some'} error={wrong('events') ?? (isTried && isNone ? t('webhooks.noEvents') : undefined)} onChange={(value) => setAll(value === 'all')}>
            <div className="choices">
              <Radio value="all" label={t('webhooks.all')} />
              <Radio value="some" label={t('webhooks.some')} />
            </div>
          </Radio.Group>
          {!isAll && (
            <div className="fields">
              {EVENTS.map(({ name, events: group }) => {
                const chosen = group.filter((it) => draft.events.includes(it)).length;
                return (
                  <fieldset key={name} className="bare choices">
                    <legend className="sr">{t(`events.${name}`)}</legend>
                    <Checkbox label={<strong>{t(`events.${name}`)}</strong>} checked={chosen === group.length} indeterminate={chosen > 0 && chosen < group.length} onChange={({ currentTarget }) => flipGroup(group, currentTarget.checked)} />
                    {group.map((event) => (
                      <Checkbox key={event} label={t(`events.${event}`)} checked={draft.events.includes(event)} onChange={() => flip(event)} />
                    ))}
                  </fieldset>
                );
              })}
            </div>
          )}
        </>
      )}
    </Edit>
  );
}
