import { type ReactNode, useEffect, useState } from 'react';
import { Button, Modal } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useChatClient } from '@chat/react';
import { WandSparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked } from '../admin/Page.js';
import { useAsk } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { useTell } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { lasting } from '../lib/time.js';

/** Macros to choose from, each with what it will say and change. */
export default function Macros({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation('inbox');
  const asked = useAsk('GET /api/v1/macros');
  return (
    <Modal opened onClose={onClose} title={t('macro.title')} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      <Asked of={asked}>{({ items }) => (items.length === 0 ? <Empty icon={WandSparkles} title={t('macro.none')} hint={t('macro.noneHint')} /> : <Choice id={id} items={items} onClose={onClose} />)}</Asked>
    </Modal>
  );
}

function Choice({ id, items, onClose }: { id: string; items: readonly Rest.Macro[]; onClose: () => void }): ReactNode {
  const { t } = useTranslation('inbox');
  const chat = useChatClient();
  const tell = useTell();
  const [at, setAt] = useState(0);
  const [isBusy, setBusy] = useState(false);
  // Asked again after an answer that was lost, nothing is said twice.
  const [clientMessageId, setName] = useState(() => crypto.randomUUID());
  useEffect(() => setName(crypto.randomUUID()), [at]);
  const macro = items[at];
  const run = async (): Promise<void> => {
    if (!macro || isBusy) return;
    setBusy(true);
    try {
      const { conversation } = await chat.api.post('/api/v1/conversations/{id}/macros', { path: { id }, body: { macroId: macro.id, clientMessageId } });
      chat.take(conversation);
      onClose();
    } catch (thrown) {
      setBusy(false);
      tell(thrown);
    }
  };
  return (
    <div className="macros">
      <div className="macros-all" role="radiogroup" aria-label={t('macro.title')}>
        {items.map((it, index) => (
          <label key={it.id} className={index === at ? 'is-on' : ''}>
            <input type="radio" name="macro" checked={index === at} onChange={() => setAt(index)} data-autofocus={index === 0 || undefined} onKeyDown={({ key }) => key === 'Enter' && void run()} />
            {it.name}
          </label>
        ))}
      </div>
      {macro && <Preview macro={macro} />}
      <div className="modal-actions">
        <Button variant="default" onClick={onClose}>
          {t('admin.cancel', { ns: 'main' })}
        </Button>
        <Button loading={isBusy} onClick={() => void run()}>
          {t('macro.run')}
        </Button>
      </div>
    </div>
  );
}

/** What it says and does, in words. */
function Preview({ macro: { content, messageKind, changes, assignToMe, snoozeMinutes } }: { macro: Rest.Macro }): ReactNode {
  const { t, i18n } = useTranslation('inbox');
  const { nameOf, teams, labels, me } = useTeam();
  const { status, priority, assigneeId, teamId, addLabels = [], removeLabels = [], labels: set } = changes as { [name: string]: string | undefined } & { addLabels?: string[]; removeLabels?: string[]; labels?: string[] };
  const named = (ids: readonly string[]): string => new Intl.ListFormat(i18n.language).format(ids.map((id) => labels.find((it) => it.id === id)?.name ?? '?'));
  const deeds = [
    assignToMe && t('palette.assign', { name: me.name }),
    assigneeId && t('palette.assign', { name: nameOf(assigneeId) ?? t('thread.someone', { ns: 'main' }) }),
    teamId && t('palette.assign', { name: teams.find((it) => it.id === teamId)?.name ?? '?' }),
    addLabels.length > 0 && t('palette.label', { name: named(addLabels) }),
    removeLabels.length > 0 && t('palette.unlabel', { name: named(removeLabels) }),
    set && `${t('actions.labels', { ns: 'main' })}: ${named(set)}`,
    priority && `${t('actions.priority', { ns: 'main' })}: ${t(`priority.${priority}`, { ns: 'main' })}`,
    snoozeMinutes && `${t('actions.snooze', { ns: 'main' })}: ${lasting(new Date(Date.now() - snoozeMinutes * 60_000).toISOString(), Date.now(), i18n.language)}`,
    status === 'closed' && t('actions.close', { ns: 'main' }),
    status === 'active' && t('actions.reopen', { ns: 'main' }),
  ].filter((it) => typeof it === 'string');
  return (
    <div className="macro">
      {content && (
        <>
          <p className="dim">{t(messageKind === 'note' ? 'macro.notes' : 'macro.says')}</p>
          <blockquote dir="auto" className={messageKind === 'note' ? 'is-note' : ''}>
            {content}
          </blockquote>
        </>
      )}
      {deeds.length > 0 && (
        <>
          <p className="dim">{t('macro.does')}</p>
          <ul>
            {deeds.map((it) => (
              <li key={it}>{it}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
