import { type ReactNode, Suspense } from 'react';
import { ActionIcon, Menu, Skeleton } from '@mantine/core';
import type { Draft } from '@chat/client';
import { LayoutTemplate, ListChecks, MapPin, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { page } from '../lib/pages.js';
import type { OfferedProps } from '../templates/Offered.js';
import type { Conversation, Thread } from './types.js';

const Picker = page('templates', () => import('../templates/Picker.js'));
const Offered = page<OfferedProps>('templates', () => import('../templates/Offered.js'));
const Location = page('templates', () => import('../templates/Location.js'));
const Taps = page('templates', () => import('../templates/Taps.js'));

/** The templates that can be sent, for whoever can send nothing else. */
export function Templates(props: OfferedProps): ReactNode {
  return (
    <Suspense fallback={<Skeleton height={90} radius="md" />}>
      <Offered {...props} />
    </Suspense>
  );
}

/** What can be sent that is not a text or a file. */
export type BeyondText = 'template' | 'location' | 'taps';
const ICONS = { template: LayoutTemplate, location: MapPin, taps: ListChecks } as const;

/** The way to it. */
export function BeyondMenu({ onChoose }: { onChoose: (what: BeyondText) => void }): ReactNode {
  const { t } = useTranslation('inbox');
  return (
    <Menu width={230} position="top-start">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('beyond.open')} title={t('beyond.open')}>
          <Plus size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['template', 'location', 'taps'] as const).map((what) => {
          const Icon = ICONS[what];
          return (
            <Menu.Item key={what} leftSection={<Icon size={15} />} onClick={() => onChoose(what)}>
              {t(`beyond.${what}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

interface BeyondProps {
  what: BeyondText;
  conversation: Conversation;
  thread: Thread;
  /** What is in the composer. */
  text: string;
  /** The template to begin with. */
  template: string | null;
  onSend: (draft: Draft) => void;
  onSent: () => void;
  onClose: () => void;
}

/** The dialogue in which it is made. */
export function Beyond({ what, conversation, thread, text, template, onSend, onSent, onClose }: BeyondProps): ReactNode {
  return (
    <Suspense fallback={null}>
      {what === 'template' && <Picker conversation={conversation} thread={thread} name={template} onSent={onSent} onClose={onClose} />}
      {what === 'location' && <Location onSend={onSend} onClose={onClose} />}
      {what === 'taps' && <Taps text={text} onSend={onSend} onClose={onClose} />}
    </Suspense>
  );
}
