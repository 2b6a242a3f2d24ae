import type { Chat } from '../chat';
import type { View } from '../view';
import { moment, t } from '../words';
import { Icon } from './Icon';

export function Header({ chat, view }: { chat: Chat; view: View }) {
  const { settings, isPresent, isAnswered, opensAt, conversations, isList, isMuted, isEmbedded } = view;
  const isHere = isPresent && isAnswered;
  const away = opensAt ? t('opensAt', { at: moment(opensAt) }) : settings?.away || t('offline');
  return (
    <header>
      {conversations.length > 0 && !isList && (
        <button type="button" class="icon turn" aria-label={t('back')} onClick={() => chat.list()}>
          <Icon name="back" />
        </button>
      )}
      <div>
        <h1>{settings?.name || t('title')}</h1>
        {settings && (
          <p class={isHere ? 'here' : 'away'}>{isHere ? t('online') : away}</p>
        )}
      </div>
      {settings?.hasSound && (
        <button
          type="button"
          class="icon"
          aria-label={isMuted ? t('unmute') : t('mute')}
          onClick={() => chat.mute(!isMuted)}
        >
          <Icon name={isMuted ? 'muted' : 'mute'} />
        </button>
      )}
      {!isEmbedded && (
        <button type="button" class="icon" aria-label={t('close')} onClick={() => chat.close()}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}
