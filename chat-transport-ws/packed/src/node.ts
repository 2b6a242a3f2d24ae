// A program without a page.
import { strict as assert } from 'node:assert';
import { ChatClient, ChatError, memoryStorage } from '@chat/client';
import { indexedDbStorage } from '@chat/client/indexeddb';

const chat = new ChatClient({ url: 'http://127.0.0.1:1', auth: () => null, storage: memoryStorage() });
assert.equal(chat.connection.get().status, 'idle');
assert.equal(typeof indexedDbStorage, 'function');
const thread = chat.conversation('one');
const { key } = thread.send({ content: 'waits' });
assert.deepEqual(
  thread.messages.get().map((it) => [it.key, it.content, it.pending?.state]),
  [[key, 'waits', 'waiting']],
);
const failure: unknown = await chat.api.get('/api/v1/me').catch((error: unknown) => error);
assert.ok(failure instanceof ChatError && failure.code === 'offline' && failure.retryable);
chat.destroy();
console.log('the client runs in Node.js');
