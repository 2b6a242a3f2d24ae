import { type ReactNode, useState } from 'react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useChatClient } from '@chat/react';
import { Download, ExternalLink, GitMerge, Pencil, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Confirm } from '../admin/Confirm.js';
import { useAsk } from '../admin/query.js';
import { attributeFacts } from '../customers/AttributeFacts.js';
import { toText, toValue } from '../customers/attributes.js';
import { Blocked, BlockMenu } from '../customers/Blocking.js';
import { CustomerEditor } from '../customers/CustomerEditor.js';
import '../customers/customers.css';
import { Notes } from '../customers/Notes.js';
import { addressOf } from '../lib/chat.js';
import { useNow, useTell } from '../lib/hooks.js';
import { useTeam } from '../lib/team.js';
import { ago } from '../lib/time.js';
import { Face } from './Face.js';
import type { Conversation } from './types.js';

/** What can be done about the customer and the conversation, beside what is known of them. */
export default function CustomerMore({ customer, conversation }: { customer: Rest.CustomerDetail | null; conversation: Conversation }): ReactNode {
  const { t } = useTranslation('inbox');
  const { may } = useTeam();
  const [isEditing, setEditing] = useState(false);
  const canChange = may('customers.change');
  return (
    <>
      {customer && (
        <div className="customer-deeds">
          {canChange && (
            <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden />} onClick={() => setEditing(true)}>
              {t('admin.edit', { ns: 'main' })}
            </Button>
          )}
          <Button component={Link} href={`/customers/${customer.id}`} size="xs" variant="default" leftSection={<ExternalLink size={14} aria-hidden className="flip" />}>
            {t('customer.page')}
          </Button>
          {canChange && <BlockMenu customer={customer} />}
        </div>
      )}
      {customer && <Attributes customer={customer} />}
      {customer && <Blocked customer={customer} canChange={canChange} />}
      {customer && <Notes customerId={customer.id} canChange={canChange} />}
      <Values conversation={conversation} canChange={may('conversations.change')} />
      <People conversation={conversation} canChange={may('conversations.change')} />
      <div className="customer-deeds">
        <Menu width={200}>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<Download size={14} aria-hidden />}>
              {t('customer.transcript')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['text', 'html'] as const).map((format) => (
              <Menu.Item key={format} component="a" href={addressOf(`/api/v1/conversations/${conversation.id}/transcript?format=${format}`)} download={`transcript.${format === 'text' ? 'txt' : 'html'}`}>
                {t(`customer.${format}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {customer && may('conversations.change') && <MergeMenu conversation={conversation} customerId={customer.id} />}
      </div>
      {isEditing && customer && <CustomerEditor customer={customer} onClose={() => setEditing(false)} />}
    </>
  );
}

/** What the client wants to know of a customer, as far as it is known. */
function Attributes({ customer }: { customer: Rest.CustomerDetail }): ReactNode {
  const { t } = useTranslation();
  const definitions = useAsk('GET /api/v1/customer-attributes').data?.items ?? [];
  const known = Object.entries(customer.attributes).filter(([, value]) => value !== null && value !== '');
  if (known.length === 0) return null;
  const names = new Set(known.map(([name]) => name));
  return (
    <section>
      <h3>{t('customer.attributes')}</h3>
      <dl className="facts">
        {attributeFacts(definitions.filter((it) => names.has(it.name)), Object.fromEntries(known)).map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The values of the conversation's own attributes: each is kept when one leaves its field. */
function Values({ conversation, canChange }: { conversation: Conversation; canChange: boolean }): ReactNode {
  const { t } = useTranslation('inbox');
  const chat = useChatClient();
  const tell = useTell();
  const definitions = useAsk('GET /api/v1/conversation-attributes').data?.items ?? [];
  if (definitions.length === 0) return null;
  const keep = async (definition: Rest.AttributeDefinition, text: string): Promise<void> => {
    if (text === toText(definition, conversation.attributes[definition.name])) return;
    const told = toValue(definition, text);
    if ('problem' in told) return tell(new Error(t(`customer.no_${told.problem}`)));
    try {
      chat.take(await chat.api.patch('/api/v1/conversations/{id}', { path: { id: conversation.id }, body: { attributes: { [definition.name]: told.value } } }));
    } catch (thrown) {
      tell(thrown);
    }
  };
  return (
    <section>
      <h3>{t('customer.values')}</h3>
      <div className="values">
        {definitions.map((it) => {
          const text = toText(it, conversation.attributes[it.name]);
          const choices = it.type === 'boolean' ? ['yes', 'no'] : it.options;
          return (
            <label key={it.id}>
              <span>{it.title}</span>
              {it.type === 'boolean' || it.type === 'select' ? (
                <select value={text} disabled={!canChange} onChange={({ currentTarget: { value } }) => void keep(it, value)}>
                  <option value="">–</option>
                  {choices.map((one) => (
                    <option key={one} value={one}>
                      {it.type === 'boolean' ? t(`customer.${one}`) : one}
                    </option>
                  ))}
                </select>
              ) : (
                <input key={text} type={it.type === 'date' ? 'date' : 'text'} inputMode={it.type === 'number' ? 'decimal' : undefined} defaultValue={text} disabled={!canChange} dir="auto" onBlur={({ currentTarget: { value } }) => void keep(it, value)} onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()} />
              )}
            </label>
          );
        })}
      </div>
    </section>
  );
}

/** Colleagues who hear of it besides whoever is to answer. */
function People({ conversation, canChange }: { conversation: Conversation; canChange: boolean }): ReactNode {
  const { t } = useTranslation('inbox');
  const chat = useChatClient();
  const tell = useTell();
  const { agents, nameOf } = useTeam();
  const change = (body: { addParticipants?: string[]; removeParticipants?: string[] }): void => {
    chat.api.patch('/api/v1/conversations/{id}', { path: { id: conversation.id }, body }).then((told) => chat.take(told), tell);
  };
  const others = agents.filter((it) => it.deactivatedAt === null && !conversation.participants.includes(it.id));
  return (
    <section>
      <h3>{t('customer.participants')}</h3>
      <ul className="people">
        {conversation.participants.map((id) => {
          const name = nameOf(id) ?? '?';
          return (
            <li key={id}>
              <Face id={id} name={name} size={22} />
              <bdi>{name}</bdi>
              {canChange && (
                <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('customer.leaveOut', { name })} onClick={() => change({ removeParticipants: [id] })}>
                  <X size={14} />
                </ActionIcon>
              )}
            </li>
          );
        })}
        {canChange && others.length > 0 && (
          <li>
            <Menu width={220} position="bottom-start">
              <Menu.Target>
                <Button size="compact-xs" variant="subtle" leftSection={<Plus size={13} aria-hidden />}>
                  {t('customer.takeIn')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown className="tall">
                {others.map((it) => (
                  <Menu.Item key={it.id} onClick={() => change({ addParticipants: [it.id] })}>
                    {it.name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </li>
        )}
      </ul>
    </section>
  );
}

/** Has another conversation of the customer go on in this one. */
function MergeMenu({ conversation, customerId }: { conversation: Conversation; customerId: string }): ReactNode {
  const { t, i18n } = useTranslation('inbox');
  const chat = useChatClient();
  const tell = useTell();
  const now = useNow();
  const [chosen, setChosen] = useState<Rest.Conversation | null>(null);
  const asked = useAsk('GET /api/v1/customers/{id}/conversations', { path: { id: customerId }, query: { limit: 20 } });
  const others = (asked.data?.items ?? []).filter((it) => it.id !== conversation.id && it.mergedInto === null && !conversation.merged.includes(it.id));
  if (others.length === 0) return null;
  const name = ({ subject, source, lastMessageAt }: Rest.Conversation): string => [subject ?? t([`source.${source}`, 'source.other'], { ns: 'main', source }), lastMessageAt && ago(lastMessageAt, now, i18n.language)].filter(Boolean).join(' · ');
  return (
    <>
      <Menu width={240}>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<GitMerge size={14} aria-hidden />}>
            {t('customer.merge')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((it) => (
            <Menu.Item key={it.id} onClick={() => setChosen(it)}>
              {name(it)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen && (
        <Confirm
          title={t('customer.mergeTitle')}
          deed={t('customer.merge')}
          onClose={() => setChosen(null)}
          onConfirm={async () => {
            try {
              chat.take(await chat.api.post('/api/v1/conversations/{id}/merge', { path: { id: conversation.id }, body: { conversationId: chosen.id } }));
              await chat.conversation(conversation.id).reload();
            } catch (thrown) {
              tell(thrown);
              throw thrown;
            }
          }}
        >
          <p>{t('customer.mergeHint', { name: name(chosen) })}</p>
        </Confirm>
      )}
    </>
  );
}
