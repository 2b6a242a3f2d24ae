import { useEffect, useRef } from 'react';
import type { MessageEvent } from '@chat/client';
import { useChatClient, useChatEvent, useUnread } from '@chat/react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type Prefs, prefs } from './prefs.js';
import { useTeam } from './team.js';

/** What somebody is told of: a customer who is theirs, another one, or a note that means them. */
export type Occasion = 'mine' | 'others' | 'mention';

/** Whether it is a time at which nobody wants to hear anything. Times that end before they begin last over midnight. */
export function isQuiet(quiet: Prefs['quiet'], now: Date): boolean {
  if (!quiet) return false;
  const minutes = (text: string): number => {
    const [hours = 0, rest = 0] = text.split(':').map(Number);
    return hours * 60 + rest;
  };
  const [from, to, at] = [minutes(quiet.from), minutes(quiet.to), now.getHours() * 60 + now.getMinutes()];
  return from <= to ? at >= from && at < to : at >= from || at < to;
}

interface Whom {
  meId: string;
  teamIds: readonly string[];
  /** Who is to answer, as far as that is known. */
  assigneeId: string | null | undefined;
  participants: readonly string[];
}

/** What a message is to somebody; null when it is nothing to be told of. */
export function occasionOf(message: Pick<MessageEvent, 'senderType' | 'senderId' | 'kind' | 'mentions'>, { meId, teamIds, assigneeId, participants }: Whom): Occasion | null {
  const { senderType, senderId, kind, mentions = [] } = message;
  if (kind === 'note') {
    const isMeant = mentions.some((it) => (it.type === 'agent' ? it.id === meId : teamIds.includes(it.id)));
    return isMeant && senderId !== meId ? 'mention' : null;
  }
  if (senderType !== 'customer' || kind !== 'reply') return null;
  if (assigneeId === meId || participants.includes(meId)) return 'mine';
  // What a colleague answers is theirs.
  return assigneeId ? null : 'others';
}

const SOUND: Record<Occasion, keyof Prefs> = { mine: 'soundMine', others: 'soundOthers', mention: 'soundMention' };
/** Two short notes each: high ones for what is one's own. */
const NOTES: Record<Occasion, readonly [number, number]> = { mine: [660, 880], others: [440, 554], mention: [784, 1047] };

let audio: AudioContext | undefined;

/** A sound for it. Browsers keep quiet until somebody has clicked in the page. */
export function sound(occasion: Occasion): void {
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  NOTES[occasion].forEach((frequency, index) => {
    const [tone, volume] = [audio!.createOscillator(), audio!.createGain()];
    const at = currentTime + index * 0.13;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
    tone.connect(volume).connect(destination);
    tone.start(at);
    tone.stop(at + 0.3);
  });
}

const TOLD = 'chat.told';

/** Whether another tab of this browser has told of it already. */
function isTold(id: string): boolean {
  if (localStorage.getItem(TOLD) === id) return true;
  localStorage.setItem(TOLD, id);
  return false;
}

/** The title with how many there are before it. */
export const counted = (title: string, count: string): string => {
  const bare = title.replace(/^\(\d+\+?\) /, '');
  return count === '' ? bare : `(${count}) ${bare}`;
};

/** Draws a dot onto the page's icon. */
function mark(isMarked: boolean): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!icon) return;
  const plain = (icon.dataset.plain ??= icon.href);
  if (!isMarked) return void (icon.href = plain);
  const picture = new Image();
  picture.onload = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    const pen = canvas.getContext('2d');
    if (!pen) return;
    pen.drawImage(picture, 0, 0, 64, 64);
    pen.beginPath();
    pen.arc(49, 15, 14, 0, 2 * Math.PI);
    pen.fillStyle = '#fff';
    pen.fill();
    pen.beginPath();
    pen.arc(49, 15, 11, 0, 2 * Math.PI);
    pen.fillStyle = '#d92d20';
    pen.fill();
    icon.href = canvas.toDataURL();
  };
  picture.src = plain;
}

/** Tells of what comes in, to those who look elsewhere: by a sound, by the system, by the page's title and icon. */
export function useAttention(): void {
  const { t } = useTranslation();
  const chat = useChatClient();
  const { me, teams } = useTeam();
  const [, go] = useLocation();
  const { count, isMore } = useUnread();
  const shown = count === 0 ? '' : `${count}${isMore ? '+' : ''}`;
  const latest = useRef(shown);
  latest.current = shown;

  useEffect(() => {
    const title = document.querySelector('title');
    const keep = (): void => {
      const wanted = counted(document.title, latest.current);
      if (document.title !== wanted) document.title = wanted;
    };
    keep();
    // Each page names itself; the number stays before it.
    const watch = new MutationObserver(keep);
    if (title) watch.observe(title, { childList: true });
    return () => watch.disconnect();
  }, [shown]);
  useEffect(() => mark(count > 0), [count > 0]);

  useChatEvent('message', (message) => {
    const about = chat.known(message.conversationId);
    const occasion = occasionOf(message, {
      meId: me.id,
      teamIds: teams.filter((it) => it.members.includes(me.id)).map((it) => it.id),
      assigneeId: about?.assigneeId,
      participants: about?.participants ?? [],
    });
    const isInSight = document.visibilityState === 'visible' && document.hasFocus() && new URLSearchParams(location.search).get('c') === message.conversationId;
    const like = prefs();
    if (!occasion || isInSight || isQuiet(like.quiet, new Date())) return;
    const isLoud = like[SOUND[occasion]];
    const isNoticed = like.isDesktop && !document.hasFocus() && typeof Notification !== 'undefined' && Notification.permission === 'granted';
    if ((!isLoud && !isNoticed) || isTold(message.id)) return;
    if (isLoud) sound(occasion);
    if (!isNoticed) return;
    const notice = new Notification(occasion === 'mention' ? t('inbox:attention.mention') : (about?.customer?.name ?? about?.customerNumber ?? t('list.unknown')), {
      body: message.content || t('list.file'),
      tag: message.conversationId,
    });
    notice.onclick = () => {
      window.focus();
      go(`/?c=${message.conversationId}`);
      notice.close();
    };
  });
}
