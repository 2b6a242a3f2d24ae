import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../admin/Page.js';

export default function TeamPage(): ReactNode {
  const { t } = useTranslation('team');
  return <Page title={t('title')}>{null}</Page>;
}
