export type { Conversation, Rest, Thread, ThreadMessage } from '@chat/client';
export type { UseMessages } from '@chat/react';
