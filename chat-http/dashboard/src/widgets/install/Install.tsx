import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Code } from '../../admin/Copy.js';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk } from '../../admin/query.js';
import { SeenOn } from './SeenOn.js';
import { boxOf, PLACE_NAMES, PLACES, type Place, policyOf, snippetFor, tagOf } from './snippets.js';

/** How the widget gets onto a website, and whether it has arrived. */
export function Install({ widget }: { widget: Rest.Widget }): ReactNode {
  const { t } = useTranslation('widgets');
  const embed = useAsk('GET /api/v1/widgets/{id}/embed', { path: { id: widget.id } });
  return (
    <>
      <SeenOn widget={widget} />
      <Asked of={embed}>{({ snippet }) => <Ways widget={widget} snippet={snippet} />}</Asked>
      <Section title={t('install.talk')} hint={t('install.talkHint')}>
        <Code what={t('install.talk')} text={TALK} />
      </Section>
    </>
  );
}

/** What pages can say to the widget. */
const TALK = `window.ChatWidget = window.ChatWidget || function () { (ChatWidget.q = ChatWidget.q || []).push(arguments) };

ChatWidget('open');
ChatWidget('prefill', 'I have a question about my order');
ChatWidget('locale', 'de');
ChatWidget('on', 'unread', (count) => console.log(count));`;

function Ways({ widget, snippet }: { widget: Rest.Widget; snippet: string }): ReactNode {
  const { t } = useTranslation('widgets');
  const [place, setPlace] = useState<Place>('html');
  const tag = tagOf(snippet);
  if (!tag) return <Code text={snippet} what={t('install.code')} />;
  const code = snippetFor(place, snippet, tag);
  const policy = policyOf(tag, location.href);
  const box = boxOf(tag);
  const hasOwnBox = box !== null && !code.includes(box);
  const mail = t('install.mail', { name: widget.name, code: snippetFor('html', snippet, tag), policy });
  const send = `mailto:?subject=${encodeURIComponent(t('install.mailSubject', { name: widget.name }))}&body=${encodeURIComponent(mail)}`;
  return (
    <>
      <Section
        title={t('install.title')}
        hint={t('install.hint')}
        actions={
          <Button component="a" variant="default" href={send} leftSection={<Mail size={16} aria-hidden />}>
            {t('install.send')}
          </Button>
        }
      >
        <div className="chips" role="group" aria-label={t('install.where')}>
          {PLACES.map((each) => (
            <button key={each} type="button" className="chip" aria-pressed={each === place} onClick={() => setPlace(each)}>
              {PLACE_NAMES[each]}
            </button>
          ))}
        </div>
        <p>{t(`install.how.${place}`)}</p>
        {hasOwnBox && (
          <>
            <p>{t('install.box')}</p>
            <Code text={box} what={t('install.boxName')} />
          </>
        )}
        <Code text={code} what={t('install.code')} />
      </Section>
      <Section title={t('install.policy')} hint={t('install.policyHint')}>
        <Code text={policy} what={t('install.policy')} />
      </Section>
    </>
  );
}
