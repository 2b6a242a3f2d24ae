import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert, Button, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked, Section } from '../../admin/Page.js';
import { useSave } from '../../admin/query.js';
import { chat } from '../../lib/chat.js';
import { inWords } from '../../lib/problems.js';
import { putDomain, useDomains, useMayManage } from '../data.js';
import { Blocked } from './Blocked.js';
import { DomainCard } from './DomainCard.js';
import { cleaned } from './origins.js';

/** Where a widget may appear: each domain with what proves it, and who has tried without being allowed to. */
export function Domains({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t } = useTranslation('widgets');
  const domains = useDomains(widget.id);
  const mayManage = useMayManage();
  return (
    <>
      <Section title={t('domains.title')} hint={t('domains.hint')}>
        {mayManage && <Add widgetId={widget.id} />}
        {widget.settings.allowLocalhost && <p className="dim">{t('domains.localhost')}</p>}
        <Asked of={domains}>
          {({ items }) =>
            items.length === 0 ? (
              <Alert color="yellow" variant="light">
                {t('domains.none')}
              </Alert>
            ) : (
              <ul className="w-domains">
                {items.map((domain) => (
                  <DomainCard key={domain.id} domain={domain} mayManage={mayManage} />
                ))}
              </ul>
            )
          }
        </Asked>
      </Section>
      <Blocked widgetId={widget.id} mayManage={mayManage} />
    </>
  );
}

function Add({ widgetId }: { widgetId: string }): ReactNode {
  const { t } = useTranslation('widgets');
  const [typed, setTyped] = useState('');
  const domain = cleaned(typed);
  const add = useSave(() => chat.api.post('/api/v1/widgets/{id}/domains', { path: { id: widgetId }, body: { domain } }), {
    stale: ['GET /api/v1/widgets/{id}/domains'],
    isQuiet: true,
    onDone: (answer) => {
      putDomain(answer);
      setTyped('');
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (domain) add.mutate();
  };
  // The server says what is wrong with a domain better than any other words could.
  const problem = add.error && (add.error.errors.find((it) => it.field === 'domain')?.problem ?? inWords(add.error, t));
  return (
    <form className="w-add" onSubmit={submit}>
      <TextInput
        label={t('domains.add')}
        description={t('domains.addHint')}
        placeholder="shop.example"
        value={typed}
        error={problem}
        dir="ltr"
        autoCapitalize="none"
        spellCheck={false}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          add.reset();
        }}
      />
      <Button type="submit" leftSection={<Plus size={16} aria-hidden />} loading={add.isPending} disabled={!domain}>
        {t('admin.add')}
      </Button>
    </form>
  );
}
