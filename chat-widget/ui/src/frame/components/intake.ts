import { useEffect, useState } from 'preact/hooks';
import type { Chat } from '../chat';

const EVENTS = ['dragenter', 'dragover', 'dragleave', 'drop', 'paste'];

/** Takes the files that are dropped or pasted anywhere in the panel, and says whether some are held over it. */
export function useIntake(chat: Chat, isWanted: boolean): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let held: EventTarget | null = null;
    const heard = (event: Event): void => {
      const { type, target } = event;
      const data = (event as DragEvent).dataTransfer ?? (event as ClipboardEvent).clipboardData;
      const has = (what: string): boolean => !!data?.types.includes(what);
      // What is copied from a document brings a picture of itself along.
      if (!data || !has('Files') || (type === 'paste' && has('text/html') && has('text/plain'))) return;
      // Wanted or not: the browser would show the file in place of the chat.
      event.preventDefault();
      if (!isWanted) return void (data.dropEffect = 'none');
      if (type === 'dragenter') {
        held = target;
        setOver(true);
      }
      // Whatever lies within the panel is entered before what is around it is left.
      if (type === 'drop' || (type === 'dragleave' && target === held)) setOver(false);
      if (type === 'drop' || type === 'paste') void chat.attach([...data.files]);
    };
    for (const name of EVENTS) addEventListener(name, heard);
    return () => {
      for (const name of EVENTS) removeEventListener(name, heard);
    };
  }, [chat, isWanted]);
  return isOver && isWanted;
}
