import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';

/** What a customer is called: by name, else by what it can be reached at. */
export function useNameOf(): (customer: Pick<Rest.Customer, 'name' | 'email' | 'phone'> & { identities?: readonly Rest.Identity[] }) => string {
  const { t } = useTranslation();
  return ({ name, email, phone, identities }) => name || email || phone || identities?.find((it) => it.kind !== 'visitor')?.value || t('list.unknown');
}
