import { type FormEvent, type ReactNode, useState } from 'react';
import { ActionIcon, Alert, Button, NativeSelect, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Confirm } from '../admin/Confirm.js';
import { Section } from '../admin/Page.js';
import { useSave } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { inWords } from '../lib/problems.js';

type Kind = Rest.NewIdentity['kind'];
/** Those that people can add; the others are learned from the channel alone. */
const KINDS: readonly Kind[] = ['email', 'whatsapp_phone', 'external'];
const STALE = ['GET /api/v1/customers/{id}'] as const;

/** By what a customer is found when it writes. */
export function Identities({ customer, canChange }: { customer: Rest.CustomerDetail; canChange: boolean }): ReactNode {
  const { t } = useTranslation('customers');
  const [isAdding, setAdding] = useState(false);
  const [removing, remove] = useState<Rest.Identity | null>(null);
  const erase = useSave(() => chat.api.delete('/api/v1/customers/{id}/identities/{identityId}', { path: { id: customer.id, identityId: removing?.id ?? '' } }), { stale: STALE });
  return (
    <Section
      title={t('identities.title')}
      hint={t('identities.hint')}
      actions={
        canChange &&
        !isAdding && (
          <Button size="xs" variant="default" onClick={() => setAdding(true)}>
            {t('admin.add', { ns: 'main' })}
          </Button>
        )
      }
    >
      {customer.identities.length === 0 && <p className="dim">{t('identities.none')}</p>}
      <ul className="plain-list">
        {customer.identities.map((it) => (
          <li key={it.id}>
            <span className="dim identity-kind">{t(`kind.${it.kind}`, { ns: 'main' })}</span>
            <bdi dir="ltr" className="identity-value">
              {it.value}
            </bdi>
            {canChange && (
              <ActionIcon variant="subtle" color="gray" aria-label={t('identities.remove', { value: it.value })} onClick={() => remove(it)}>
                <X size={15} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {isAdding && <Adding customerId={customer.id} onClose={() => setAdding(false)} />}
      {removing && (
        <Confirm title={t('identities.removeTitle', { value: removing.value })} deed={t('identities.removeDeed')} onConfirm={() => erase.mutateAsync()} onClose={() => remove(null)}>
          <p>{t('identities.removeHint')}</p>
        </Confirm>
      )}
    </Section>
  );
}

function Adding({ customerId, onClose }: { customerId: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const [kind, setKind] = useState<Kind>('email');
  const [value, setValue] = useState('');
  const add = useSave(() => chat.api.post('/api/v1/customers/{id}/identities', { path: { id: customerId }, body: { kind, value } }), { stale: STALE, isQuiet: true, onDone: onClose });
  const wrong = add.error?.errors.find((it) => it.field === 'value' || it.field === 'kind')?.problem;
  const other = add.error?.code === 'identity_taken' ? add.error.problem?.customerId : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className="identity-form" onSubmit={submit}>
      <NativeSelect label={t('identities.kind')} value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)} data={KINDS.map((it) => ({ value: it, label: t(`kind.${it}`, { ns: 'main' }) }))} />
      <TextInput label={t('identities.value')} placeholder={t(`identities.${kind}`)} value={value} onChange={({ currentTarget }) => setValue(currentTarget.value)} error={wrong} required withAsterisk={false} autoFocus dir="ltr" />
      <div className="page-actions">
        <Button type="submit" loading={add.isPending}>
          {t('admin.add', { ns: 'main' })}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {t('admin.cancel', { ns: 'main' })}
        </Button>
      </div>
      {other && (
        <Alert color="yellow" variant="light" role="alert">
          <p>{t('identities.taken')}</p>
          <div className="page-actions edit-ways">
            <Link href={`/customers/${other}`}>{t('identities.takenOpen')}</Link>
            <Link href={`/customers/${customerId}?open=merge&with=${other}`}>{t('identities.takenMerge')}</Link>
          </div>
        </Alert>
      )}
      {add.error && !other && !wrong && (
        <Alert color="red" variant="light" role="alert" className="alert">
          {inWords(add.error, t)}
        </Alert>
      )}
    </form>
  );
}
