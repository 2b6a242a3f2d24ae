import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../components/Icon';
import type { Chat } from '../chat';
import type { Enclosed } from '../enclosed';
import { useStore } from '../store';
import type { View } from '../view';
import { t } from '../words';
import { Files } from './files';
import { size } from './size';

interface Props {
  chat: Chat;
  view: View;
}

/** The files of the message that is being written. */
export function Tray({ chat, view }: Props) {
  const files = view.files.filter((it) => !it.of);
  const good = files.filter((it) => !it.problem);
  return (
    <div class="tray">
      <Enclosures chat={chat} view={view} files={files} />
      <p class="hint" role="status">
        {good.some((it) => !it.attachment) ? t('uploading') : good.length > 0 ? t('uploaded') : ''}
      </p>
    </div>
  );
}

/** Files on their way: how far each is, and what can be done about it. */
export function Enclosures({ chat, view, files }: Props & { files: Enclosed[] }) {
  const [its, setIts] = useState<Files>();
  useEffect(() => void chat.files().then(setIts), [chat]);
  return (
    <ul class="rows" aria-label={t('files')}>
      {its && files.map((file) => <Row key={file.id} file={file} its={its} view={view} />)}
    </ul>
  );
}

function Row({ file, its, view }: { file: Enclosed; its: Files; view: View }) {
  const { id, name, attachment, problem } = file;
  const part = useStore(its.progress)[id] ?? 0;
  const [isPicture, setPicture] = useState(true);
  const preview = isPicture && its.preview(file);
  const remove = (): void => {
    its.remove(id);
    document.querySelector('textarea')?.focus();
  };
  return (
    <li>
      {preview ? <img src={preview} alt="" onError={() => setPicture(false)} /> : <Icon name="file" />}
      <span>
        <bdi>{name}</bdi>
        {problem ? (
          <small class="wrong" role="alert">{reason(problem, view)}</small>
        ) : attachment ? (
          <small>{size(file.size)}</small>
        ) : (
          <progress aria-label={name} value={part} />
        )}
      </span>
      {its.canRetry(file) && (
        <button type="button" class="icon" aria-label={`${t('retry')}: ${name}`} onClick={() => its.retry(id)}>
          <Icon name="again" />
        </button>
      )}
      <button type="button" class="icon" aria-label={t('remove', { name })} onClick={remove}>
        <Icon name="close" />
      </button>
    </li>
  );
}

/** Why a file is not sent. */
function reason(problem: string, { uploads }: View): string {
  switch (problem) {
    case 'file_too_large':
      return uploads ? t('fileTooLarge', { max: size(uploads.maxBytes) }) : t('fileFailed');
    case 'file_type':
      return t('fileType');
    case 'file_infected':
      return t('fileHarmful');
    case 'uploads_off':
      return t('filesOff');
    case 'too_many':
      return t('tooManyFiles', { max: Files.COUNT_MAX });
    case 'unreadable':
      return t('fileUnreadable');
    case 'lost':
      return t('fileLost');
    default:
      return t('fileFailed');
  }
}
