import type { Attachment } from '../../common/visitor';
import { Icon } from '../components/Icon';
import { size } from './size';

/** How large a picture is shown at most, in CSS pixels. */
const [WIDTH_MAX, HEIGHT_MAX] = [260, 220];

/** The files of a message: pictures are seen, others have their names. Each opens in a tab of its own. */
export function Attachments({ files }: { files: Attachment[] }) {
  return (
    <div class="files">
      {files.map((file) => (
        <a
          key={file.id}
          class={file.kind === 'image' ? 'picture' : 'file'}
          href={file.url}
          target="_blank"
          rel="noopener"
        >
          {file.kind === 'image' ? (
            <img src={file.thumbnailUrl ?? file.url} alt={file.name} loading="lazy" {...box(file)} />
          ) : (
            <>
              <Icon name="file" />
              <span>
                <bdi>{file.name}</bdi>
                <small>{size(file.size)}</small>
              </span>
            </>
          )}
        </a>
      ))}
    </div>
  );
}

/** The room of a picture before it is there, so that nothing jumps when it comes. */
function box({ width, height }: Attachment): { width?: number; height?: number } {
  if (!width || !height) return {};
  const scale = Math.min(1, WIDTH_MAX / width, HEIGHT_MAX / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
