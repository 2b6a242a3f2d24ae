import { useChatEvent } from '@chat/react';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { ChatError, Input, Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { useAsk, useForget, useSave } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';

/** What a client defines for itself: as it is told, and as it is given. */
export interface Kinds {
  labels: { it: Rest.Label; draft: Rest.CreateLabel };
  'canned-responses': { it: Rest.CannedResponse; draft: Rest.CreateCannedResponse };
  macros: { it: Rest.Macro; draft: Rest.CreateMacro };
  views: { it: Rest.View; draft: Rest.CreateView };
  'conversation-attributes': { it: Rest.AttributeDefinition; draft: Rest.CreateAttributeDefinition };
  'customer-attributes': { it: Rest.AttributeDefinition; draft: Rest.CreateAttributeDefinition };
}
export type Kind = keyof Kinds;

/** All of a kind that one gets to see, as they change. */
export function useDefinitions<K extends Kind>(kind: K): UseQueryResult<{ items: Kinds[K]['it'][] }, ChatError> {
  const forget = useForget();
  useChatEvent('definition', () => forget(`GET /api/v1/${kind}`));
  // What a route answers follows from its kind, which the compiler cannot tell of a kind that is still open.
  return useAsk(`GET /api/v1/${kind}` as 'GET /api/v1/labels') as unknown as UseQueryResult<{ items: Kinds[K]['it'][] }, ChatError>;
}

export interface Keeping<K extends Kind> {
  /** Which one is made anew; a new one without. */
  id: string | null;
  /** As which it was seen: when somebody else has written since, it is refused. Whatever it is now, without. */
  revision: number | null;
  draft: Kinds[K]['draft'];
}

/** Makes one, or makes one anew. */
export function useKeep<K extends Kind>(kind: K, onDone?: (it: Kinds[K]['it']) => void): UseMutationResult<Kinds[K]['it'], ChatError, Keeping<K>> {
  const { t } = useTranslation();
  return useSave<Keeping<K>, Kinds[K]['it']>(
    async ({ id, revision, draft }) => {
      const headers = revision === null ? undefined : { 'if-match': `"${revision}"` };
      const body = draft as Rest.CreateLabel;
      const answer = id === null ? await chat.api.request(`POST /api/v1/${kind}` as 'POST /api/v1/labels', { body }) : await chat.api.request(`PUT /api/v1/${kind}/{id}` as 'PUT /api/v1/labels/{id}', { path: { id }, body, headers } as Input<'PUT /api/v1/labels/{id}'>);
      return answer as Kinds[K]['it'];
    },
    { stale: [`GET /api/v1/${kind}`], done: t('admin.saved'), isQuiet: true, onDone },
  );
}

export function useDelete(kind: Kind, onDone?: () => void): UseMutationResult<unknown, ChatError, string> {
  return useSave((id: string) => chat.api.request(`DELETE /api/v1/${kind}/{id}` as 'DELETE /api/v1/labels/{id}', { path: { id } }), { stale: [`GET /api/v1/${kind}`], onDone });
}

/** With whom somebody may share, and what that lets them change. */
export function useSharing(): { mayShare: boolean; mayMake: boolean; mayChange(it: { audience: string }): boolean } {
  const { me, may } = useTeam();
  const mayShare = may('definitions.manage');
  const mayMake = mayShare || may('conversations.reply');
  return { mayShare, mayMake, mayChange: ({ audience }) => mayShare || (mayMake && audience === `agent:${me.id}`) };
}

/** An audience as it is given, of one that was told. */
export const givenAudience = (told: string): string => (told.startsWith('agent:') ? 'me' : told);

/** What is wrong with a form, by its fields, in words. */
export type Faults = Readonly<Record<string, string | undefined>>;

/** What the server found wrong, at the fields that it names; a name that is taken is one of those. */
export function faultsOf(error: ChatError | null, taken: string): Faults {
  if (!error) return {};
  if (error.code === 'conflict') return { name: taken };
  return Object.fromEntries(error.errors.map(({ field, problem }) => [field.split('.')[0], problem]));
}
