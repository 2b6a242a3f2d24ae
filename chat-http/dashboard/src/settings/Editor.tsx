import { type FormEvent, type ReactNode, useState } from 'react';
import { Alert, Button } from '@mantine/core';
import { SearchX, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Confirm } from '../admin/Confirm.js';
import { useKept } from '../admin/kept.js';
import { Asked, Page, Section } from '../admin/Page.js';
import { asked } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { inWords } from '../lib/problems.js';
import { Changed } from './Changed.js';
import { type Faults, faultsOf, type Kind, type Kinds, useDefinitions, useDelete, useKeep, useSharing } from './definitions.js';

export interface EditorProps<K extends Kind> {
  kind: K;
  /** Which one, or `new`. */
  id: string;
  /** The section's address and words. */
  section: string;
  /** Where the list is. */
  back: string;
  blank: Kinds[K]['draft'];
  draftOf: (it: Kinds[K]['it']) => Kinds[K]['draft'];
  /** What is given to the server, where that is not what was edited. */
  given?: (draft: Kinds[K]['draft']) => Kinds[K]['draft'];
  /** What is wrong with it before anybody asks the server. */
  check: (draft: Kinds[K]['draft']) => Faults;
  children: (form: { draft: Kinds[K]['draft']; set: (change: Partial<Kinds[K]['draft']>) => void; faults: Faults; mayChange: boolean; isNew: boolean }) => ReactNode;
}

/** A page that makes something, or makes it anew. */
export function Editor<K extends Kind>(props: EditorProps<K>): ReactNode {
  const { kind, id, section, back } = props;
  const { t } = useTranslation('settings');
  const all = useDefinitions(kind);
  const known = all.data?.items.find((it) => it.id === id) ?? null;
  const title = id === 'new' ? t(`${section}.new`) : (known?.name ?? '…');
  return (
    <Page title={title} back={{ href: back, name: t(`sections.${section}`) }}>
      {id === 'new' ? (
        <Form {...props} it={null} />
      ) : (
        <Asked of={all}>{() => (known ? <Form key={known.id} {...props} it={known} /> : <Empty icon={SearchX} title={t('gone')} hint={t('goneHint')} />)}</Asked>
      )}
    </Page>
  );
}

function Form<K extends Kind>({ kind, id, section, back, blank, draftOf, given = (draft) => draft, check, children, it }: EditorProps<K> & { it: Kinds[K]['it'] | null }): ReactNode {
  const { t } = useTranslation('settings');
  const [, go] = useLocation();
  const { mayMake, mayChange: mayChangeIt } = useSharing();
  const mayChange = it ? mayChangeIt(it) : mayMake;
  // The revision that somebody began with: what others write meanwhile is not overwritten unseen.
  const [seen, setSeen] = useState(it);
  const { draft, isChanged, set, drop } = useKept(`${kind} ${id}`, seen ? draftOf(seen) : blank);
  const [isTried, setTried] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const leave = (): void => {
    drop();
    go(back);
  };
  const keep = useKeep(kind, leave);
  const remove = useDelete(kind, leave);
  const own = check(draft);
  const faults = { ...faultsOf(keep.error, t('taken')), ...(isTried ? own : {}) };
  const save = (revision: number | null): void => {
    setTried(true);
    if (Object.values(own).some(Boolean)) return;
    keep.mutate({ id: it?.id ?? null, revision, draft: given(draft) });
  };
  const submitted = (event: FormEvent): void => {
    event.preventDefault();
    save(seen?.revision ?? null);
  };
  const reload = async (): Promise<void> => {
    const { items } = (await asked.fetchQuery({ queryKey: [`GET /api/v1/${kind}`, null, null], staleTime: 0 })) as { items: Kinds[K]['it'][] };
    drop();
    keep.reset();
    setSeen(items.find((one) => one.id === it?.id) ?? it);
  };
  const isElsewhere = keep.error && keep.error.code !== 'changed' && Object.keys(faultsOf(keep.error, '')).length === 0;
  return (
    <form className="page-form" onSubmit={submitted} noValidate>
      {!mayChange && <Alert color="gray">{t('readOnly')}</Alert>}
      {isElsewhere && (
        <Alert color="red" role="alert">
          {inWords(keep.error, t)}
        </Alert>
      )}
      <Section>{children({ draft, set, faults, mayChange, isNew: it === null })}</Section>
      {mayChange && (
        <div className="save-bar">
          {it && (
            <Button variant="subtle" color="red" className="save-delete" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setDeleting(true)}>
              {t('admin.delete')}
            </Button>
          )}
          <span role="status">{isChanged && it ? t('admin.unsaved') : ''}</span>
          <Button variant="default" onClick={leave}>
            {isChanged && it ? t('admin.discard') : t('admin.cancel')}
          </Button>
          <Button type="submit" loading={keep.isPending}>
            {t('admin.save')}
          </Button>
        </div>
      )}
      {keep.error?.code === 'changed' && <Changed onClose={() => keep.reset()} onReload={() => void reload()} onOverwrite={() => save(null)} />}
      {isDeleting && it && (
        <Confirm title={t(`${section}.delete`, { name: it.name })} deed={t('admin.delete')} onClose={() => setDeleting(false)} onConfirm={() => remove.mutateAsync(it.id)}>
          {t(`${section}.deleteHint`)}
        </Confirm>
      )}
    </form>
  );
}
