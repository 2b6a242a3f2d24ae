import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../admin/Page.js';

export default function Widgets(): ReactNode {
  const { t } = useTranslation('widgets');
  return <Page title={t('title')}>{null}</Page>;
}
