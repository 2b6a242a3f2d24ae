import type { Rest } from '@chat/client';

export type EventType = Rest.Webhook['events'][number];

/** What can be subscribed to, in the groups and the order that it is offered in. */
export const EVENTS: readonly { name: string; events: readonly EventType[] }[] = [
  { name: 'messages', events: ['messagePosted', 'messageStatusChanged', 'messageEdited', 'messageDeleted'] },
  { name: 'people', events: ['conversationChanged', 'customerChanged', 'agentChanged'] },
  { name: 'set', events: ['widgetChanged', 'domainChanged', 'accountChanged', 'definitionChanged', 'webhookChanged'] },
];

/** What is wrong with an address before the server looks at it. */
export function urlFault(url: string): 'needed' | 'noUrl' | undefined {
  if (!url.trim()) return 'needed';
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? undefined : 'noUrl';
}
