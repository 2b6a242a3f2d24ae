import { type ReactNode, Suspense, useState } from 'react';
import { ActionIcon } from '@mantine/core';
import { MessageSquarePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { page } from '../lib/pages.js';

const Begin = page<{ onClose: () => void }>('templates', () => import('../templates/Begin.js'));

/** The way to write to somebody first. */
export function BeginButton(): ReactNode {
  const { t } = useTranslation('inbox');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActionIcon variant="subtle" color="gray" aria-label={t('beyond.begin')} title={t('beyond.begin')} onClick={() => setOpen(true)}>
        <MessageSquarePlus size={17} />
      </ActionIcon>
      {isOpen && (
        <Suspense fallback={null}>
          <Begin onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
