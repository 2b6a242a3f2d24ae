import { type ReactNode, useState } from 'react';
import { Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChatError, type Rest } from '@chat/client';
import { Edit } from '../../admin/Edit.js';
import { asked } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';

/** The place in the journal after which everything is later than a moment: found by halving. */
export async function placeBefore(moment: number, eventAfter: (seq: number) => Promise<{ seq: number; at: string } | null>, head: number): Promise<number> {
  let [low, high] = [0, head];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const event = await eventAfter(middle);
    if (event === null || Date.parse(event.at) >= moment) high = middle;
    else low = Math.max(event.seq, middle + 1);
  }
  return low;
}

/** The event after a place; one that is not kept any more counts as long ago. */
async function eventAfter(after: number): Promise<{ seq: number; at: string } | null> {
  try {
    return (await chat.api.get('/api/v1/events', { query: { after, limit: 1 } })).events[0] ?? null;
  } catch (thrown) {
    if (ChatError.of(thrown).code === 'resync') return { seq: after + 1, at: new Date(0).toISOString() };
    throw thrown;
  }
}

/** Has a webhook go on from another place: back to have events sent again. */
export function Replay({ webhook, onClose }: { webhook: Rest.Webhook; onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const [way, setWay] = useState<'time' | 'seq'>('time');
  const [time, setTime] = useState('');
  const [seq, setSeq] = useState(String(webhook.cursor));
  const isReady = way === 'time' ? time !== '' : /^\d+$/.test(seq);
  const find = async (): Promise<number> => {
    if (way === 'seq') return Number(seq);
    const { head } = await chat.api.get('/api/v1/events', { query: { after: webhook.cursor, limit: 1 } });
    return placeBefore(Date.parse(time), eventAfter, head);
  };
  return (
    <Edit
      title={t('webhooks.replay')}
      fields={['after']}
      isDirty={false}
      isReady={isReady}
      deed={t('webhooks.replayGo')}
      onClose={onClose}
      onSave={async () => {
        await chat.api.post('/api/v1/webhooks/{id}/replay', { path: { id: webhook.id }, body: { after: await find() } });
        await asked.invalidateQueries({ queryKey: ['GET /api/v1/webhooks/{id}'] });
      }}
    >
      {(wrong) => (
        <>
          <p>{t('webhooks.replayHint')}</p>
          <Radio.Group aria-label={t('webhooks.replay')} value={way} onChange={(value) => setWay(value === 'seq' ? 'seq' : 'time')}>
            <div className="choices">
              <Radio value="time" label={t('webhooks.replayTime')} />
              <Radio value="seq" label={t('webhooks.replaySeq')} />
            </div>
          </Radio.Group>
          {way === 'time' ? (
            <TextInput type="datetime-local" aria-label={t('webhooks.replayTime')} value={time} error={wrong('after')} onChange={({ currentTarget }) => setTime(currentTarget.value)} />
          ) : (
            <TextInput type="number" min={0} aria-label={t('webhooks.replaySeq')} value={seq} error={wrong('after')} onChange={({ currentTarget }) => setSeq(currentTarget.value)} />
          )}
        </>
      )}
    </Edit>
  );
}
