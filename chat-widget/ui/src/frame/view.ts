import type { Conversation, Message, Settings, Uploads } from '../common/visitor';
import type { Enclosed } from './enclosed';
import type { Waiting } from './outbox';

/** Everything that is to be seen. */
export interface View {
  state: 'loading' | 'ready' | 'gone';
  isOnline: boolean;
  isOpen: boolean;
  isMobile: boolean;
  isDark: boolean;
  isEmbedded: boolean;
  isRtl: boolean;
  isMuted: boolean;
  settings: Settings | null;
  /** Which files may be sent; nothing where none may be. */
  uploads: Uploads | null;
  /** Whether somebody answers at this hour, and who is there. */
  isAnswered: boolean;
  opensAt: string | null;
  isPresent: boolean;
  isIdentified: boolean;
  hasIntroduced: boolean;
  /** Whether it is known what was said before. */
  isLoaded: boolean;
  conversations: Conversation[];
  /** The conversation that is shown; nothing for one that begins with the next message. */
  current: string | null;
  isList: boolean;
  messages: Message[];
  waiting: Waiting[];
  /** The files of what is being written and of what waits. */
  files: Enclosed[];
  hasOlder: boolean;
  typist: string | null;
  draft: string;
  lang: string;
}
