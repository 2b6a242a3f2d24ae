import { type ReactNode, useState } from 'react';
import { Alert, Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { ChatError, type Rest } from '@chat/client';
import { ArrowLeftRight, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import { Asked } from '../admin/Page.js';
import { useAsk, useForget } from '../admin/query.js';
import { Face } from '../inbox/Face.js';
import { chat } from '../lib/chat.js';
import { inWords } from '../lib/problems.js';
import { Compared } from './Compared.js';
import { useNameOf } from './naming.js';

/** Makes one customer of two: the other is looked for, both are compared, and one goes on. */
export function Merge({ customer, onClose }: { customer: Rest.CustomerDetail; onClose: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const [search] = useSearchParams();
  const [otherId, setOther] = useState(search.get('with'));
  return (
    <Modal opened onClose={onClose} size="lg" title={t('merge.title')} closeButtonProps={{ 'aria-label': t('thread.close', { ns: 'main' }) }}>
      {otherId ? <Compare customer={customer} otherId={otherId} onBack={() => setOther(null)} onClose={onClose} /> : <Find customer={customer} onFound={setOther} />}
    </Modal>
  );
}

function Find({ customer, onFound }: { customer: Rest.CustomerDetail; onFound: (id: string) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const [text, setText] = useState('');
  // What somebody has in common with itself is looked for first.
  const [wanted] = useDebouncedValue(text.trim() || customer.name || customer.email || '', 250);
  const found = useAsk('GET /api/v1/customers', { query: { q: wanted || undefined, limit: 20 } });
  return (
    <div className="modal-form">
      <p>{t('merge.hint')}</p>
      <TextInput type="search" label={t('merge.find')} placeholder={t('searchHint')} leftSection={<Search size={16} aria-hidden />} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} data-autofocus />
      <Asked of={found}>
        {({ items }) => {
          const others = items.filter((it) => it.id !== customer.id);
          if (others.length === 0) return <p className="dim">{t('merge.nobody')}</p>;
          return (
            <ul className="candidates">
              {others.map((it) => (
                <li key={it.id}>
                  <button type="button" className="candidate" onClick={() => onFound(it.id)}>
                    <Face id={it.id} name={nameOf(it)} size={30} />
                    <span>
                      <bdi>{nameOf(it)}</bdi>
                      <small className="dim">{[it.email, it.phone].filter(Boolean).join(' · ')}</small>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </Asked>
    </div>
  );
}

function Compare({ customer, otherId, onBack, onClose }: { customer: Rest.CustomerDetail; otherId: string; onBack: () => void; onClose: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const nameOf = useNameOf();
  const [, go] = useLocation();
  const forget = useForget();
  const other = useAsk('GET /api/v1/customers/{id}', { path: { id: otherId } });
  const [isSwapped, setSwapped] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  return (
    <Asked of={other}>
      {(found) => {
        const [stays, goes] = isSwapped ? [found, customer] : [customer, found];
        const merge = async (): Promise<void> => {
          setBusy(true);
          try {
            await chat.api.post('/api/v1/customers/{id}/merge', { path: { id: stays.id }, body: { customerId: goes.id } });
            forget('GET /api/v1/customers', 'GET /api/v1/customers/{id}', 'GET /api/v1/customers/{id}/merges', 'GET /api/v1/customers/{id}/conversations', 'GET /api/v1/customers/{id}/notes');
            onClose();
            go(`/customers/${stays.id}`);
          } catch (thrown) {
            setProblem(inWords(ChatError.of(thrown), t));
            setBusy(false);
          }
        };
        return (
          <div className="modal-form">
            <Compared stays={stays} goes={goes} />
            <Button variant="subtle" size="xs" className="swap" leftSection={<ArrowLeftRight size={14} aria-hidden />} onClick={() => setSwapped((it) => !it)}>
              {t('merge.swap')}
            </Button>
            <p className="hint-box">{t('merge.what', { stays: nameOf(stays), goes: nameOf(goes) })}</p>
            {problem && (
              <Alert color="red" variant="light" role="alert" className="alert">
                {problem}
              </Alert>
            )}
            <div className="modal-actions">
              <Button variant="default" onClick={onBack}>
                {t('merge.other')}
              </Button>
              <Button loading={isBusy} onClick={() => void merge()}>
                {t('merge.go')}
              </Button>
            </div>
          </div>
        );
      }}
    </Asked>
  );
}
