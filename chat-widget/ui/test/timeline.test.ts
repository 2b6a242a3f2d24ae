import { expect, test } from 'vitest';
import { Timeline } from '../src/frame/timeline';
import type { Happened, Message } from '../src/common/visitor';

const message = (position: number, change: Partial<Message> = {}): Message => ({
  id: `m${position}`,
  conversationId: 'c',
  position,
  senderType: 'agent',
  senderName: null,
  content: '',
  contentType: 'text',
  attachments: [],
  clientMessageId: null,
  status: 'sent',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

const said = (seq: number, previousSeq: number, position: number): Happened => ({
  type: 'message',
  seq,
  previousSeq,
  data: message(position),
});

test('an event is taken once, whichever way it comes', () => {
  const timeline = new Timeline();
  expect(timeline.take(said(5, 0, 1))).toBe(true);
  expect(timeline.take(said(5, 0, 1))).toBe(false);
  expect(timeline.messages('c')).toHaveLength(1);
});

test('a gap within a conversation is noticed', () => {
  const timeline = new Timeline();
  timeline.take(said(5, 0, 1));
  expect(timeline.follows(said(9, 5, 2))).toBe(true);
  expect(timeline.follows(said(12, 9, 3))).toBe(false);
});

test('messages stand in their places, in whatever order they came', () => {
  const timeline = new Timeline();
  timeline.put(message(3));
  timeline.put(message(1));
  timeline.put(message(2));
  expect(timeline.messages('c').map((it) => it.position)).toEqual([1, 2, 3]);
});

test('a status only climbs', () => {
  const timeline = new Timeline();
  timeline.put(message(1, { status: 'read' }));
  timeline.put(message(1, { status: 'delivered' }));
  timeline.take({ type: 'messageStatus', seq: 7, previousSeq: 0, data: { messageId: 'm1', conversationId: 'c', status: 'sent' } });
  expect(timeline.messages('c')[0]?.status).toBe('read');
});

test('a conversation that was only heard of is not loaded', () => {
  const timeline = new Timeline();
  timeline.take(said(5, 0, 7));
  expect(timeline.isLoaded('c')).toBe(false);
  timeline.add('c', [message(6)], null);
  expect(timeline.isLoaded('c')).toBe(true);
  timeline.begin('d');
  expect(timeline.isLoaded('d')).toBe(true);
});
