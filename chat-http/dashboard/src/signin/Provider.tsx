import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { chat, PAGES } from '../lib/chat.js';
import { wayOf } from './returning.js';

/** The way in by an identity provider, where the server has one. What goes wrong on the way is told by the server, with a way back. */
export function Provider({ returnTo }: { returnTo: string }): ReactNode {
  const { t } = useTranslation();
  const [way, setWay] = useState<Rest.OidcWay | null>(null);
  useEffect(() => {
    let isOver = false;
    chat.api.get('/api/v1/auth/methods').then(
      ({ oidc }) => isOver || setWay(oidc),
      // The password goes on to work.
      () => {},
    );
    return () => void (isOver = true);
  }, []);
  if (!way) return null;
  return (
    <>
      <p className="or">{t('signIn.or')}</p>
      <Button component="a" href={wayOf(way.path, returnTo, PAGES)} variant="default" size="md" fullWidth>
        {way.label}
      </Button>
    </>
  );
}
