import { lazy, type ReactNode, Suspense, useState } from 'react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Ellipsis, ExternalLink, Pencil, Power, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Confirm } from '../admin/Confirm.js';
import { Asked, Page } from '../admin/Page.js';
import { useSave } from '../admin/query.js';
import { Failed } from '../app/Failed.js';
import { chat, MODULE } from '../lib/chat.js';
import { putWidget, useMayManage, useWidgets } from './data.js';
import { Domains } from './domains/Domains.js';
import { Install } from './install/Install.js';
import { Rename } from './Rename.js';
import { Security } from './security/Security.js';

const WidgetLook = lazy(() => import('./look/WidgetLook.js'));
const WidgetFigures = lazy(() => import('./figures/WidgetFigures.js'));

/** The parts of a widget's page, in the order in which they are needed. */
const TABS = ['look', 'install', 'domains', 'figures', 'security'] as const;

/** One widget. */
export function WidgetPage({ id, tab }: { id: string; tab: string }): ReactNode {
  const { t } = useTranslation('widgets');
  const widgets = useWidgets();
  const widget = widgets.data?.items.find((it) => it.id === id);
  const back = { href: '/widgets', name: t('title') };
  if (!widget)
    return (
      <Page title={t('title')} back={back}>
        <Asked of={widgets}>{() => <Failed text={t('gone')} onRetry={() => void widgets.refetch()} />}</Asked>
      </Page>
    );
  const hrefOf = (name: string): string => (name === 'look' ? `/widgets/${id}` : `/widgets/${id}/${name}`);
  return (
    <Page
      name={widget.name}
      back={back}
      title={
        <>
          {widget.name}
          <span className={`state w-state state-${widget.status === 'active' ? 'good' : 'idle'}`}>{t(`status.${widget.status}`)}</span>
        </>
      }
      hint={t(`kindHint.${widget.type}`)}
      actions={<Actions widget={widget} />}
      tabs={TABS.map((name) => ({ href: hrefOf(name), name: t(`tab.${name}`) }))}
    >
      <Suspense fallback={<div className="bones" aria-busy="true" />}>
        {tab === 'install' ? (
          <Install widget={widget} />
        ) : tab === 'domains' ? (
          <Domains widget={widget} />
        ) : tab === 'figures' ? (
          <WidgetFigures widget={widget} />
        ) : tab === 'security' ? (
          <Security widget={widget} />
        ) : (
          <WidgetLook widget={widget} />
        )}
      </Suspense>
    </Page>
  );
}

/** What can be done with the whole widget. */
function Actions({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t } = useTranslation('widgets');
  const [, go] = useLocation();
  const mayManage = useMayManage();
  const [asking, setAsking] = useState<'rename' | 'off' | 'delete' | null>(null);
  const path = { id: widget.id };
  const isOn = widget.status === 'active';
  const turn = useSave((status: 'active' | 'inactive') => chat.api.patch('/api/v1/widgets/{id}', { path, body: { status } }), { onDone: putWidget });
  const remove = useSave(() => chat.api.delete('/api/v1/widgets/{id}', { path }), {
    stale: ['GET /api/v1/widgets'],
    done: t('delete.done'),
    onDone: () => go('/widgets'),
  });
  const close = (): void => setAsking(null);
  return (
    <>
      <Button component="a" variant="default" href={new URL(`w/${widget.publicKey}/preview`, MODULE).href} target="_blank" rel="noopener" rightSection={<ExternalLink size={14} aria-hidden />}>
        {t('tryOut')}
      </Button>
      {mayManage && (
        <Menu>
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={t('more')}>
              <Ellipsis size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={() => setAsking('rename')}>
              {t('rename.button')}
            </Menu.Item>
            <Menu.Item leftSection={<Power size={15} aria-hidden />} onClick={() => (isOn ? setAsking('off') : turn.mutate('active'))}>
              {t(isOn ? 'off.button' : 'on.button')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setAsking('delete')}>
              {t('delete.button')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asking === 'rename' && <Rename widget={widget} onClose={close} />}
      {asking === 'off' && (
        <Confirm title={t('off.title', { name: widget.name })} deed={t('off.button')} onConfirm={() => turn.mutateAsync('inactive')} onClose={close}>
          {t('off.text')}
        </Confirm>
      )}
      {asking === 'delete' && (
        <Confirm title={t('delete.title', { name: widget.name })} deed={t('delete.button')} onConfirm={() => remove.mutateAsync()} onClose={close}>
          {t('delete.text')}
        </Confirm>
      )}
    </>
  );
}
