import type { ChatError, Rest } from '@chat/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { asked, useAsk } from '../admin/query.js';
import { useTeam } from '../lib/team.js';

/** All widgets. Each of their pages reads from here, so that going there shows it at once. */
export const useWidgets = (): UseQueryResult<Rest.WidgetList, ChatError> => useAsk('GET /api/v1/widgets');

export const useDomains = (id: string): UseQueryResult<Rest.WidgetDomainList, ChatError> => useAsk('GET /api/v1/widgets/{id}/domains', { path: { id } });

/** The figures of the last days. */
export const useFigures = (id: string, days: { from: string; to: string }, everyMs?: number): UseQueryResult<Rest.WidgetAnalytics, ChatError> =>
  useAsk('GET /api/v1/widgets/{id}/analytics', { path: { id }, query: days }, { everyMs });

export const useMayManage = (): boolean => useTeam().may('widgets.manage');

/** Shows a widget as the server has answered, before anybody asks again. */
export function putWidget(widget: Rest.Widget): void {
  asked.setQueryData<Rest.WidgetList>(['GET /api/v1/widgets', null, null], (before) => {
    if (!before) return before;
    const isKnown = before.items.some((it) => it.id === widget.id);
    const items = isKnown ? before.items.map((it) => (it.id === widget.id ? widget : it)) : [...before.items, widget];
    return { ...before, items: items.filter((it) => it.status !== 'deleted') };
  });
}

/** Shows a domain as the server has answered. */
export function putDomain(domain: Rest.WidgetDomain): void {
  asked.setQueryData<Rest.WidgetDomainList>(['GET /api/v1/widgets/{id}/domains', { id: domain.widgetId }, null], (before) => {
    if (!before) return before;
    const isKnown = before.items.some((it) => it.id === domain.id);
    return { ...before, items: isKnown ? before.items.map((it) => (it.id === domain.id ? domain : it)) : [...before.items, domain] };
  });
}
