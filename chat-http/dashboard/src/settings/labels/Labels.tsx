import { type ReactNode, useState } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import { Pencil, Plus, Tag, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Rest } from '@chat/client';
import { Confirm } from '../../admin/Confirm.js';
import { Asked, Page, Section } from '../../admin/Page.js';
import { Empty } from '../../app/Empty.js';
import { useDefinitions, useDelete, useSharing } from '../definitions.js';
import { Shared } from '../Sharing.js';
import { LabelForm } from './LabelForm.js';

/** The words that conversations are sorted by, edited where they stand. */
export default function Labels(): ReactNode {
  const { t } = useTranslation('settings');
  const labels = useDefinitions('labels');
  const { mayMake, mayChange } = useSharing();
  /** Which one is edited, or `new`. */
  const [open, setOpen] = useState<string | null>(null);
  const [doomed, setDoomed] = useState<Rest.Label | null>(null);
  const remove = useDelete('labels');
  const add = mayMake && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setOpen('new')}>
      {t('labels.new')}
    </Button>
  );
  return (
    <Page title={t('sections.labels')} hint={t('labels.hint')} actions={add}>
      <Asked of={labels}>
        {({ items }) => (
          <Section>
            {open === 'new' && <LabelForm label={null} onClose={() => setOpen(null)} />}
            {items.length === 0 && open !== 'new' && (
              <Empty isInSection icon={Tag} title={t('labels.empty')} hint={t('labels.emptyHint')}>
                {add}
              </Empty>
            )}
            {items.length > 0 && (
              <ul className="rows-plain">
                {items.map((label) => (
                  <li key={label.id}>
                    {open === label.id ? (
                      <LabelForm label={label} onClose={() => setOpen(null)} />
                    ) : (
                      <div className="listed">
                        <div className="listed-main">
                          <span>
                            <span className="label-shown">
                              <i className="dot" style={{ background: label.color }} aria-hidden />
                              {label.name}
                            </span>
                          </span>
                          {label.description && <span className="dim">{label.description}</span>}
                        </div>
                        <div className="listed-end">
                          <Shared audience={label.audience} />
                          {mayChange(label) && (
                            <>
                              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('editOne', { name: label.name })} onClick={() => setOpen(label.id)}>
                                <Pencil size={16} />
                              </ActionIcon>
                              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('deleteOne', { name: label.name })} onClick={() => setDoomed(label)}>
                                <Trash2 size={16} />
                              </ActionIcon>
                            </>
                          )}
                        </div>
                      </div>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Section>
        )}
      </Asked>
      {doomed && (
        <Confirm title={t('labels.delete', { name: doomed.name })} deed={t('admin.delete')} onClose={() => setDoomed(null)} onConfirm={() => remove.mutateAsync(doomed.id)}>
          {t('labels.deleteHint')}
        </Confirm>
      )}
    </Page>
  );
}
