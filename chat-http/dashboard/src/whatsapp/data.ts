import type { ChatError, Rest } from '@chat/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { asked, useAsk } from '../admin/query.js';
import { MODULE } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';

/** Where Meta reports what customers write. */
export const CALLBACK = new URL('webhooks/whatsapp', MODULE).href;

export const useAccounts = (everyMs?: number): UseQueryResult<Rest.WhatsAppAccountList, ChatError> => useAsk('GET /api/v1/whatsapp/accounts', undefined, { everyMs });

export const useMayManage = (): boolean => useTeam().may('accounts.manage');

/** The conversations of a number that were written in last. */
export const useLatest = (accountId: string, everyMs?: number): UseQueryResult<Rest.ConversationList, ChatError> =>
  useAsk('GET /api/v1/conversations', { query: { accountId, limit: 20 } }, { everyMs });

/** Shows a number as the server has answered, before anybody asks again. */
export function putAccount(account: Rest.WhatsAppAccount): void {
  asked.setQueryData<Rest.WhatsAppAccountList>(['GET /api/v1/whatsapp/accounts', null, null], (before) => {
    if (!before) return before;
    const isKnown = before.items.some((it) => it.id === account.id);
    return { ...before, items: isKnown ? before.items.map((it) => (it.id === account.id ? account : it)) : [...before.items, account] };
  });
}

/** What a number is called: as people write it, else by what Meta calls it. */
export const nameOf = ({ displayPhoneNumber, phoneNumberId }: Rest.WhatsAppAccount): string => displayPhoneNumber ?? phoneNumberId;

/** A number that stands in a sentence: its digits keep their order where the words run from right to left. */
export const apart = (number: string): string => `\u2066${number}\u2069`;
