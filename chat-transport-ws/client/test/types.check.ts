import { ChatClient } from '../src/index';

declare const chat: ChatClient;

async function typed(): Promise<void> {
  const page = await chat.api.get('/api/v1/conversations', { query: { status: 'active' } });
  const name: string | null = page.items[0]?.customerNumber ?? null;
  await chat.api.get('/api/v1/conversations');
  const made = await chat.api.post('/api/v1/widgets', { body: { name, type: 'floating' } as never });
  void made;
  const one = await chat.api.get('/api/v1/conversations/{id}', { path: { id: 'x' } });
  void one.revision;
  // @ts-expect-error the id is missing
  await chat.api.get('/api/v1/conversations/{id}');
  // @ts-expect-error there is no such route
  await chat.api.get('/api/v1/nothing');
  // @ts-expect-error there is no such status
  await chat.api.patch('/api/v1/conversations/{id}', { path: { id: 'x' }, body: { status: 'gone' } });
  // @ts-expect-error a body is wanted
  await chat.api.post('/api/v1/labels');
  const nothing: undefined = await chat.api.delete('/api/v1/labels/{id}', { path: { id: 'x' } });
  void nothing;
  chat.on('whatsappMessage', (message) => message.whatsappNumber?.length);
  // @ts-expect-error there is no such event
  chat.on('nothing', () => {});
  // @ts-expect-error markRead takes an id
  await chat.command('markRead', 5);
}
void typed;
