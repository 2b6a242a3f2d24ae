import { render } from 'preact';
import { Chat } from './chat';
import { App } from './components/App';
import './frame.css';
import { Link } from './link';
import { Memory } from './memory';

const { key = '', origin = '', socket = '' } = document.body.dataset;

// Nothing is done before the page around us has shown that it is the one this frame was given to.
void Link.wait(origin).then((link) => {
  const chat = new Chat(socket, link, new Memory(key));
  render(<App chat={chat} />, document.body);
  link.tell({ t: 'ready' });
});
