import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../admin/Page.js';

export default function Profile(): ReactNode {
  const { t } = useTranslation('me');
  return <Section title={t('profile.title')}>{null}</Section>;
}
