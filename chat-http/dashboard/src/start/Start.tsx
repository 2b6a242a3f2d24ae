import { type ReactNode, useEffect } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChatError } from '@chat/client';
import { Check, ExternalLink, PartyPopper } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Asked, Page } from '../admin/Page.js';
import { asked } from '../admin/query.js';
import { chat, MODULE } from '../lib/chat.js';
import { useTeam } from '../lib/team.js';
import { look, type Step, type StepName } from './steps.js';
import { endStart } from './useStart.js';
import './start.css';

/** How often it is looked whether a step was gone in another window. */
const LOOK_MS = 5_000;

const WAYS: Record<StepName, string> = { widget: '/widgets', seen: '/widgets', whatsapp: '/whatsapp', answer: '/', colleague: '/team/invitations?open=new' };

/** The way from nothing to a team that answers, one step after the other. */
export default function Start(): ReactNode {
  const { t } = useTranslation('start');
  const { me, may } = useTeam();
  const [, go] = useLocation();
  const steps = useQuery<Step[], ChatError>(
    {
      queryKey: ['start', me.id],
      queryFn: async () => {
        try {
          return await look(chat, may);
        } catch (thrown) {
          throw ChatError.of(thrown);
        }
      },
      refetchInterval: LOOK_MS,
    },
    asked,
  );
  const isDone = steps.data?.every((step) => step.isDone) ?? false;
  useEffect(() => {
    if (isDone) endStart(me.id);
  }, [isDone, me.id]);
  const leave = (): void => {
    endStart(me.id);
    go('/');
  };
  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      actions={
        !isDone && (
          <Button variant="subtle" color="gray" onClick={leave}>
            {t('dismiss')}
          </Button>
        )
      }
    >
      <Asked of={steps}>{(all) => (isDone ? <Done /> : <Steps steps={all} />)}</Asked>
    </Page>
  );
}

function Steps({ steps }: { steps: readonly Step[] }): ReactNode {
  const { t, i18n } = useTranslation('start');
  const done = steps.filter(({ isDone }) => isDone).length;
  const next = steps.find(({ isDone }) => !isDone);
  const number = (value: number): string => value.toLocaleString(i18n.language);
  return (
    <div className="start-page">
      <div className="start-far">
        <progress value={done} max={steps.length} aria-label={t('far', { done: number(done), all: number(steps.length) })} />
        <span className="dim">{t('far', { done: number(done), all: number(steps.length) })}</span>
      </div>
      <ol className="start-steps">
        {steps.map((step, index) => (
          <li key={step.name} className={`start-step ${step.isDone ? 'is-done' : ''} ${step === next ? 'is-next' : ''}`} aria-current={step === next ? 'step' : undefined}>
            <span className="start-mark" aria-hidden>
              {step.isDone ? <Check size={16} /> : number(index + 1)}
            </span>
            <div className="start-text">
              <h2>
                {t(`${step.name}.title`)}
                {step.isDone && <span className="sr"> ({t('done')})</span>}
              </h2>
              {!step.isDone && <p className="dim">{t(`${step.name}.hint`)}</p>}
              {!step.isDone && <Way step={step} isNext={step === next} />}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Where a step is gone. */
function Way({ step: { name, widget }, isNext }: { step: Step; isNext: boolean }): ReactNode {
  const { t } = useTranslation('start');
  if (name === 'seen') {
    if (!widget) return <p className="dim">{t('seen.first')}</p>;
    return (
      <div className="page-actions">
        <Button component="a" href={new URL(`w/${widget.publicKey}/preview`, MODULE).href} target="_blank" rel="noopener" variant={isNext ? 'filled' : 'default'} rightSection={<ExternalLink size={14} aria-hidden />}>
          {t('seen.go')}
        </Button>
        <Button component={Link} href={`/widgets/${widget.id}/install`} variant="default">
          {t('seen.install')}
        </Button>
      </div>
    );
  }
  return (
    <div className="page-actions">
      <Button component={Link} href={WAYS[name]} variant={isNext ? 'filled' : 'default'}>
        {t(`${name}.go`)}
      </Button>
    </div>
  );
}

function Done(): ReactNode {
  const { t } = useTranslation('start');
  return (
    <div className="empty">
      <span className="empty-icon">
        <PartyPopper size={26} aria-hidden />
      </span>
      <p className="empty-title">{t('all.title')}</p>
      <p className="empty-hint">{t('all.hint')}</p>
      <div className="page-actions">
        <Button component={Link} href="/">
          {t('all.go')}
        </Button>
        <Button component={Link} href="/settings/canned" variant="default">
          {t('all.canned')}
        </Button>
      </div>
    </div>
  );
}
