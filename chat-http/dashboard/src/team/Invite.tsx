import { type ReactNode, useState } from 'react';
import { Alert, Button, Modal, Textarea } from '@mantine/core';
import { ChatError, type Rest } from '@chat/client';
import { MailPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Code, Copy } from '../admin/Copy.js';
import { Edit } from '../admin/Edit.js';
import { useKept } from '../admin/kept.js';
import { useForget } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { inWords } from '../lib/problems.js';
import { addressesIn, invitationLink } from './inviting.js';
import { roleOf } from './rights.js';
import { RolePicker } from './RolePicker.js';

type Outcome = { email: string; made: Rest.MadeInvitation } | { email: string; problem: string };

/** Asks somebody into the team, or many at once, and hands over the links. */
export function Invite({ roles, onClose }: { roles: readonly Rest.Role[]; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const forget = useForget();
  const { draft, isChanged, set, drop } = useKept('invitations', { text: '', choice: 'agent' });
  const { text, choice } = draft;
  const [isTried, setTried] = useState(false);
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null);
  const { good, bad } = addressesIn(text);
  const problem = bad.length > 0 ? t('invite.bad', { addresses: bad.join(', ') }) : good.length === 0 ? t('invite.noAddress') : undefined;

  const invite = async (): Promise<void> => {
    setTried(true);
    if (problem) throw new ChatError('invalid', problem, { errors: [{ field: 'email', problem }] });
    const found: Outcome[] = [];
    for (const email of good) {
      try {
        found.push({ email, made: await chat.api.post('/api/v1/invitations', { body: { email, ...roleOf(choice) } }) });
      } catch (thrown) {
        found.push({ email, problem: ChatError.of(thrown).code === 'conflict' ? t('invite.taken') : inWords(thrown, t) });
      }
    }
    forget('GET /api/v1/invitations');
    drop();
    setOutcomes(found);
  };
  const close = (): void => {
    drop();
    onClose();
  };
  if (outcomes) return <Invited outcomes={outcomes} onClose={onClose} />;
  return (
    <Edit title={t('invite.title')} size="lg" fields={['email']} isDirty={isChanged} deed={t('invite.go', { count: good.length })} onSave={invite} onSaved={() => {}} onClose={close}>
      {() => (
        <>
          <Textarea
            label={t('invite.addresses')}
            description={t('invite.addressesHint')}
            value={text}
            onChange={({ currentTarget: { value } }) => {
              set({ text: value });
              setTried(false);
            }}
            error={isTried ? problem : undefined}
            rows={3}
            dir="auto"
            data-autofocus
          />
          <RolePicker value={choice} own={roles} onChange={(it) => set({ choice: it })} />
          <p className="hint-box">{t('invite.hint')}</p>
        </>
      )}
    </Edit>
  );
}

/** The links, and who could not be invited. */
function Invited({ outcomes, onClose }: { outcomes: readonly Outcome[]; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const made = outcomes.flatMap((it) => ('made' in it ? [it.made] : []));
  const failed = outcomes.flatMap((it) => ('problem' in it ? [it] : []));
  const all = made.map((it) => `${it.email} ${invitationLink(it.token)}`).join('\n');
  return (
    <Modal opened onClose={onClose} size="lg" title={made.length > 0 ? t('invite.done', { count: made.length }) : t('invite.failed')} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      <div className="modal-form">
        {made.length > 0 && <p>{t('invite.doneHint')}</p>}
        {made.map((it) => (
          <div key={it.id} className="invited">
            <strong>
              <bdi>{it.email}</bdi>
            </strong>
            <InvitationLink invitation={it} />
          </div>
        ))}
        {failed.map((it) => (
          <Alert key={it.email} color="red" variant="light" className="alert" title={it.email}>
            {it.problem}
          </Alert>
        ))}
      </div>
      <div className="modal-actions">
        {made.length > 1 && <Copy text={all} what={t('invite.all')} />}
        <Button onClick={onClose}>{t('invite.close')}</Button>
      </div>
    </Modal>
  );
}

/** The link that somebody takes its place with. */
export function InvitationLink({ invitation }: { invitation: Rest.MadeInvitation }): ReactNode {
  const { t } = useTranslation('team');
  const link = invitationLink(invitation.token);
  const mail = `mailto:${encodeURIComponent(invitation.email)}?subject=${encodeURIComponent(t('invite.subject'))}&body=${encodeURIComponent(t('invite.body', { link }))}`;
  return (
    <div className="invitation-link">
      <Code text={link} what={t('invite.linkOf', { email: invitation.email })} />
      <Button component="a" href={mail} size="xs" variant="subtle" leftSection={<MailPlus size={14} aria-hidden />} aria-label={t('invite.mailTo', { email: invitation.email })}>
        {t('invite.mail')}
      </Button>
    </div>
  );
}
