// A page that is made on a server.
import { ChatClient } from '@chat/client';
import { ChatProvider, useConnection, useMessages } from '@chat/react';
import { renderToString } from 'react-dom/server';

const client = new ChatClient({ url: 'http://127.0.0.1:1', auth: () => null });

function Show() {
  const { status } = useConnection();
  const { messages } = useMessages('one');
  return <p>{`${status} ${messages.length}`}</p>;
}

const html = renderToString(<ChatProvider client={client}><Show /></ChatProvider>);
if (html !== '<p>idle 0</p>') throw new Error(html);
console.log('the hooks run on a server');
