import { createContext, type ReactNode, useContext, useEffect } from 'react';
import type { ChatClient } from '@chat/client';

const Context = createContext<ChatClient | null>(null);

export interface ChatProviderProps {
  client: ChatClient;
  /** Whether it connects as long as the provider is there; true unless it is said otherwise. */
  connect?: boolean;
  children?: ReactNode;
}

/** Hands the client down to the hooks, and has it connected for as long as it is there. */
export function ChatProvider({ client, connect = true, children }: ChatProviderProps): ReactNode {
  useEffect(() => {
    if (!connect) return undefined;
    keep(client);
    return () => release(client);
  }, [client, connect]);
  return <Context.Provider value={client}>{children}</Context.Provider>;
}

/** The client of the provider above. */
export function useChatClient(): ChatClient {
  const client = useContext(Context);
  if (!client) throw new Error('there is no <ChatProvider> above');
  return client;
}

/** How many providers want a client connected. */
const wanted = new WeakMap<ChatClient, number>();

function keep(client: ChatClient): void {
  wanted.set(client, (wanted.get(client) ?? 0) + 1);
  // What goes wrong is in `client.connection`.
  client.connect().catch(() => {});
}

/** Not at once: StrictMode takes everything away and puts it back. */
function release(client: ChatClient): void {
  wanted.set(client, (wanted.get(client) ?? 1) - 1);
  setTimeout(() => {
    if (wanted.get(client) === 0) client.disconnect();
  });
}
