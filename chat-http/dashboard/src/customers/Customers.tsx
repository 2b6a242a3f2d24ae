import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../admin/Page.js';

export default function Customers(): ReactNode {
  const { t } = useTranslation('customers');
  return <Page title={t('title')}>{null}</Page>;
}
