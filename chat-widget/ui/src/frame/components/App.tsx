import { useEffect } from 'preact/hooks';
import type { Chat } from '../chat';
import { useStore } from '../store';
import { t } from '../words';
import { Composer } from './Composer';
import { Header } from './Header';
import { Icon } from './Icon';
import { useIntake } from './intake';
import { List } from './List';
import { Log } from './Log';
import { useLater } from './useLater';

export function App({ chat }: { chat: Chat }) {
  const view = useStore(chat.store);
  const { state, settings, isOnline, isDark, isRtl, lang } = view;

  useEffect(() => {
    const { documentElement: root } = document;
    root.lang = lang;
    root.dir = isRtl ? 'rtl' : 'ltr';
    root.toggleAttribute('data-dark', isDark);
    const colors = settings?.colors[isDark ? 'dark' : 'light'];
    if (colors) {
      root.style.setProperty('--brand', colors.brand);
      root.style.setProperty('--on-brand', colors.onBrand);
    }
  }, [lang, isRtl, isDark, settings]);

  useEffect(() => {
    const away = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) chat.close();
    };
    addEventListener('keydown', away);
    return () => removeEventListener('keydown', away);
  }, [chat]);

  const isNew = view.messages.length === 0 && view.waiting.length === 0;
  const mustIdentify = settings?.needsIdentity && !view.isIdentified;
  const mustIntroduce = isNew && !view.hasIntroduced && !view.isIdentified && settings?.preChat;
  const form = useLater(!!mustIntroduce, () => import('./PreChat'));
  const isChat = state === 'ready' && !mustIdentify && !view.isList && !mustIntroduce;
  const isOver = useIntake(chat, isChat && !!view.uploads);
  return (
    <main>
      <Header chat={chat} view={view} />
      <p class="notice" role="status">
        {state === 'gone' ? t('gone') : isOnline ? '' : view.isLoaded ? t('disconnected') : t('connecting')}
      </p>
      {state !== 'ready' ? null : mustIdentify ? (
        <p class="hint">{t('identify')}</p>
      ) : view.isList ? (
        <List chat={chat} view={view} />
      ) : mustIntroduce ? (
        form && <form.PreChat chat={chat} form={mustIntroduce} />
      ) : (
        <>
          <Log chat={chat} view={view} />
          <Composer chat={chat} view={view} />
        </>
      )}
      {isOver && (
        <p class="drop" role="status">
          <Icon name="clip" />
          {t('drop')}
        </p>
      )}
    </main>
  );
}
