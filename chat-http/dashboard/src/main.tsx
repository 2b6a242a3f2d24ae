import { createRoot } from 'react-dom/client';
import './styles.js';
import { App } from './app/App.js';
import { startWords } from './lib/words.js';

const words = await startWords();
document.title = words.t('app');
createRoot(document.getElementById('app')!).render(<App />);
