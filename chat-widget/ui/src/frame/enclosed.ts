import type { Attachment } from '../common/visitor';

/** A file that the visitor wants to send. */
export interface Enclosed {
  id: string;
  /** The message that it goes with; nothing while that is being written. */
  of: string | null;
  name: string;
  size: number;
  type: string;
  /** What the server calls it, once it is there. */
  attachment?: Attachment;
  /** Why it is not sent: a code of the server's, or one of `Problem`. */
  problem?: string;
}
