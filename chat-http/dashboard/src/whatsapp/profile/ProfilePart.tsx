import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk } from '../../admin/query.js';
import { Fact } from '../Fact.js';
import { EditProfile } from './EditProfile.js';

/** How a business presents itself to its customers on WhatsApp. */
export default function ProfilePart({ account }: { account: Rest.WhatsAppAccount }): ReactNode {
  const { t } = useTranslation('numbers');
  const profile = useAsk('GET /api/v1/whatsapp/accounts/{id}/profile', { path: { id: account.id } });
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title={t('profile.title')}
      hint={t('profile.hint')}
      actions={
        profile.data && (
          <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden />} onClick={() => setEditing(true)}>
            {t('admin.edit', { ns: 'main' })}
          </Button>
        )
      }
    >
      <Asked of={profile}>{(it) => <Facts profile={it} />}</Asked>
      {isEditing && profile.data && <EditProfile accountId={account.id} profile={profile.data} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function Facts({ profile: { about, address, description, email, websites, vertical, pictureUrl } }: { profile: Rest.WhatsAppProfile }): ReactNode {
  const { t } = useTranslation('numbers');
  const none = <span className="dim">–</span>;
  return (
    <div className="wa-profile">
      {pictureUrl && <img src={pictureUrl} alt={t('profile.picture')} width={96} height={96} referrerPolicy="no-referrer" />}
      <dl className="wa-facts">
        <Fact name={t('profile.about')} value={about ? <span dir="auto">{about}</span> : none} />
        <Fact name={t('profile.description')} value={description ? <span dir="auto">{description}</span> : none} />
        <Fact name={t('profile.vertical')} value={vertical ? t(`vertical.${vertical}`, { defaultValue: vertical }) : none} />
        <Fact name={t('profile.address')} value={address ? <span dir="auto">{address}</span> : none} />
        <Fact name={t('profile.email')} value={email ? <bdi dir="ltr">{email}</bdi> : none} />
        <Fact name={t('profile.websites')} value={websites.length > 0 ? websites.map((it) => <bdi key={it} dir="ltr" className="wa-site">{it}</bdi>) : none} />
      </dl>
    </div>
  );
}
