import { type ReactNode, useEffect, useState } from 'react';
import type { Rest } from '@chat/client';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTeam } from '../lib/team.js';
import { type Check, check } from './audit.js';

/** Whether the entries are as they were written: the browser computes the chain anew, so that it need not take the server's word. */
export function ChainState({ entries }: { entries: readonly Rest.AuditEntry[] }): ReactNode {
  const { t, i18n } = useTranslation('team');
  const { me } = useTeam();
  const [found, setFound] = useState<Check>({ state: 'none' });
  useEffect(() => {
    // Browsers compute only where the connection is safe.
    if (!isSecureContext) return undefined;
    let isOver = false;
    void check(entries, me.clientId).then((it) => isOver || setFound(it));
    return () => void (isOver = true);
  }, [entries, me.clientId]);
  const number = (it: number): string => it.toLocaleString(i18n.language);
  if (found.state === 'none') return null;
  if (found.state === 'broken') {
    return (
      <p className="chain state-bad" role="alert">
        <ShieldAlert size={16} aria-hidden /> {t('audit.broken', { at: number(found.at) })}
      </p>
    );
  }
  return (
    <p className="chain dim">
      <ShieldCheck size={16} aria-hidden /> {t('audit.whole', { from: number(found.from), to: number(found.to) })}
    </p>
  );
}
