export type { Conversation, Rest, ThreadMessage } from '@chat/client';
export type { UseMessages } from '@chat/react';
