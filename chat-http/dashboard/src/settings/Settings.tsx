import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../admin/Page.js';

export default function Settings(): ReactNode {
  const { t } = useTranslation('settings');
  return <Page title={t('title')}>{null}</Page>;
}
