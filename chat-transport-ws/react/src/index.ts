export { ChatProvider, type ChatProviderProps, useChatClient } from './context.js';
export {
  type ReadReceipts,
  useChatEvent,
  useConnection,
  type UseConversation,
  useConversation,
  type UseConversations,
  useConversations,
  useCustomer,
  type UseMessages,
  useMessages,
  usePresence,
  useReadReceipts,
  type UseRoom,
  useRoom,
  type UseTyping,
  useTyping,
  useUnread,
  useViewers,
  useWhatsAppCustomer,
  useWhatsAppGeneral,
  type WhatsAppNews,
} from './hooks.js';
export { useStore } from './store.js';
export { useWidget, type Widget, type WidgetConfig } from './widget.js';
