import { type ReactNode, useState } from 'react';
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Rest } from '@chat/client';
import { useChatClient } from '@chat/react';
import { Phone, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Asked } from '../admin/Page.js';
import { useAsk } from '../admin/query.js';
import { Face } from '../inbox/Face.js';
import { Choose } from './Choose.js';
import { numberIn, type Person, personOf } from './numbers.js';

const FOUND_MAX = 6;

/** Begins a conversation from the team's side: with whom, over which number, with which template. */
export default function Begin({ customer = null, onClose }: { customer?: Rest.Customer | null; onClose: () => void }): ReactNode {
  const { t } = useTranslation('templates');
  const accounts = useAsk('GET /api/v1/whatsapp/accounts');
  return (
    <Modal opened onClose={onClose} size="xl" title={t('begin.title')} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      <Asked of={accounts}>
        {({ items }) => {
          const usable = items.filter((it) => it.status !== 'disconnected');
          if (usable.length > 0) return <Body accounts={usable} customer={customer} onClose={onClose} />;
          return (
            <p>
              {t('begin.noNumber')} <Link href="/whatsapp">{t('begin.toNumbers')}</Link>
            </p>
          );
        }}
      </Asked>
    </Modal>
  );
}

function Body({ accounts, customer, onClose }: { accounts: readonly Rest.WhatsAppAccount[]; customer: Rest.Customer | null; onClose: () => void }): ReactNode {
  const { t } = useTranslation('templates');
  const chat = useChatClient();
  const [, go] = useLocation();
  const [person, setPerson] = useState<Person | null>(customer && personOf(customer));
  const [accountId, setAccountId] = useState(accounts[0]!.id);
  return (
    <div className="modal-form">
      {customer ? <Picked person={personOf(customer)} /> : person ? <Picked person={person} onChange={() => setPerson(null)} /> : <Whom onPick={setPerson} />}
      {accounts.length > 1 && (
        <label className="wa-language">
          <span>{t('begin.over')}</span>
          <select value={accountId} onChange={({ currentTarget }) => setAccountId(currentTarget.value)}>
            {accounts.map((it) => (
              <option key={it.id} value={it.id}>
                {[it.verifiedName, it.displayPhoneNumber ?? it.phoneNumberId].filter(Boolean).join(' · ')}
              </option>
            ))}
          </select>
        </label>
      )}
      <Choose
        key={accountId}
        accountId={accountId}
        language={person?.language}
        isReady={person !== null}
        onClose={onClose}
        onSend={async (message) => {
          if (!person) return;
          const to = person.customerId ? { customerId: person.customerId } : { identity: { kind: 'whatsapp_phone' as const, value: person.number! } };
          const { conversation } = await chat.api.post('/api/v1/conversations', { body: { ...to, source: 'whatsapp', accountId, message } });
          chat.take(conversation);
          onClose();
          go(`/?c=${conversation.id}`);
        }}
      />
    </div>
  );
}

function Picked({ person, onChange }: { person: Person; onChange?: () => void }): ReactNode {
  const { t } = useTranslation('templates');
  return (
    <div className="wa-person">
      <Face id={person.customerId ?? person.name} name={person.name} size={32} />
      <strong>
        <bdi>{person.name}</bdi>
      </strong>
      {onChange && (
        <button type="button" className="chip" onClick={onChange}>
          {t('begin.another')}
        </button>
      )}
    </div>
  );
}

/** Finds a customer, or takes a number that nobody has yet. */
function Whom({ onPick }: { onPick: (person: Person) => void }): ReactNode {
  const { t } = useTranslation('templates');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useAsk('GET /api/v1/customers', { query: { q, limit: FOUND_MAX } }, { isOn: q !== '' });
  const number = numberIn(typed);
  const isNumber = /^[+\d\s()./-]+$/.test(typed.trim()) && /\d/.test(typed);
  return (
    <div className="wa-whom">
      <TextInput
        type="search"
        label={t('begin.to')}
        description={t('begin.toHint')}
        placeholder="+49 30 901820"
        leftSection={<Search size={15} aria-hidden />}
        value={typed}
        error={isNumber && !number && typed.trim().length > 3 ? t('begin.wrongNumber') : undefined}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {typed.trim() !== '' && (
        <ul className="wa-found">
          {found.data?.items
            .filter((it) => !it.mergedInto)
            .map((it) => {
              const person = personOf(it);
              return (
                <li key={it.id}>
                  <button type="button" onClick={() => onPick(person)}>
                    <Face id={it.id} name={person.name} size={26} />
                    <bdi>{person.name}</bdi>
                    {it.phone && (
                      <small className="dim">
                        <bdi dir="ltr">{it.phone}</bdi>
                      </small>
                    )}
                  </button>
                </li>
              );
            })}
          {number && (
            <li>
              <button type="button" onClick={() => onPick({ customerId: null, number, name: `+${number}`, language: null })}>
                <Phone size={18} aria-hidden />
                <span>{t('begin.newNumber', { number: `+${number}` })}</span>
              </button>
            </li>
          )}
          {q !== '' && found.data?.items.length === 0 && !number && <li className="dim">{t('begin.nobody')}</li>}
        </ul>
      )}
    </div>
  );
}
