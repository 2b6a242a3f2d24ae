import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { BookOpen, KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Code } from '../../admin/Copy.js';
import { Page, Section } from '../../admin/Page.js';
import { MODULE } from '../../lib/chat.js';
import { useTeam } from '../../lib/team.js';

/** How programs do what people do here. */
export default function ApiPage(): ReactNode {
  const { t } = useTranslation('settings');
  const { may } = useTeam();
  const server = MODULE.href.replace(/\/$/, '');
  return (
    <Page title={t('sections.api')} hint={t('api.hint')}>
      <Section title={t('api.docs')} hint={t('api.docsHint')}>
        <div>
          <Button component="a" href={`${server}/api/docs`} target="_blank" rel="noreferrer" variant="default" leftSection={<BookOpen size={16} aria-hidden />}>
            {t('api.docsGo')}
          </Button>
        </div>
      </Section>
      {may('keys.own') && (
        <Section title={t('api.keys')} hint={t('api.keysHint')}>
          <div>
            <Button component={Link} href="/team/keys" variant="default" leftSection={<KeyRound size={16} aria-hidden />}>
              {t('api.keysGo')}
            </Button>
          </div>
          <Code text={`curl -H 'Authorization: Bearer ck_…' ${server}/api/v1/conversations`} what={t('api.example')} />
        </Section>
      )}
    </Page>
  );
}
