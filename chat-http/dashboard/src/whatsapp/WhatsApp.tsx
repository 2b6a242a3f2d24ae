import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../admin/Page.js';

export default function WhatsApp(): ReactNode {
  const { t } = useTranslation('whatsapp');
  return <Page title={t('title')}>{null}</Page>;
}
