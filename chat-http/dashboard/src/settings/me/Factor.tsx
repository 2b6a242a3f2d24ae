import { type ReactNode, useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Asked, Section } from '../../admin/Page.js';
import { useAsk, useForget } from '../../admin/query.js';
import { Codes } from './Codes.js';
import { EndFactor } from './EndFactor.js';
import { NewCodes } from './NewCodes.js';
import { SetUp } from './SetUp.js';

/** How few recovery codes are too few. */
const FEW = 3;

/** The second step of signing in: a code of an app on one's phone. */
export function Factor(): ReactNode {
  const { t, i18n } = useTranslation('me');
  const factor = useAsk('GET /api/v1/me/second-factor');
  const forget = useForget();
  const [opened, open] = useState<'setUp' | 'codes' | 'end' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = (): void => {
    open(null);
    forget('GET /api/v1/me/second-factor', 'GET /api/v1/agents');
  };
  const show = (made: readonly string[]): void => {
    close();
    setCodes(made);
  };
  return (
    <Section title={t('factor.title')} hint={t('factor.hint')}>
      <Asked of={factor}>
        {({ isEnabled, enabledAt, recoveryCodesLeft }) =>
          isEnabled ? (
            <>
              <p>
                <span className="state state-good">{t('factor.on', { since: enabledAt ? new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(enabledAt)) : '' })}</span>
              </p>
              <p className={recoveryCodesLeft < FEW ? 'state state-amber' : 'dim'}>{t('factor.left', { count: recoveryCodesLeft })}</p>
              <div className="page-actions">
                <Button variant="default" onClick={() => open('codes')}>
                  {t('factor.newCodes')}
                </Button>
                <Button variant="subtle" color="red" onClick={() => open('end')}>
                  {t('factor.end')}
                </Button>
              </div>
            </>
          ) : (
            <div className="page-actions">
              <Button onClick={() => open('setUp')}>{t('factor.setUp')}</Button>
              <span className="state">{t('factor.off')}</span>
            </div>
          )
        }
      </Asked>
      {opened === 'setUp' && <SetUp onDone={show} onClose={close} />}
      {opened === 'codes' && <NewCodes onDone={show} onClose={close} />}
      {opened === 'end' && <EndFactor onClose={close} />}
      {codes && <Codes codes={codes} onClose={() => setCodes(null)} />}
    </Section>
  );
}
