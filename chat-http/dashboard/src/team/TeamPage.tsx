import { type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Plus, UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, useRoute } from 'wouter';
import { Page, type Tab } from '../admin/Page.js';
import { useTeam } from '../lib/team.js';
import { Agents } from './Agents.js';
import { Audit } from './Audit.js';
import { Invitations } from './Invitations.js';
import { Keys } from './Keys.js';
import { Roles } from './Roles.js';
import { Teams } from './Teams.js';
import './team.css';

const PARTS = { agents: Agents, invitations: Invitations, teams: Teams, roles: Roles, keys: Keys, audit: Audit } as const;
type Part = keyof typeof PARTS;

const hrefOf = (part: Part): string => (part === 'agents' ? '/team' : `/team/${part}`);

/** The team: who is in it, what each may do, what programs may do, and what was done. */
export default function TeamPage(): ReactNode {
  const { t } = useTranslation('team');
  const { may } = useTeam();
  const [, found] = useRoute('/team/:part?');
  const canChange = may('team.manage');
  const isShown: Record<Part, boolean> = { agents: true, invitations: canChange, teams: true, roles: true, keys: may('keys.own') || canChange, audit: may('audit.read') };
  const parts = (Object.keys(PARTS) as Part[]).filter((it) => isShown[it]);
  const part = parts.find((it) => it === (found?.part ?? 'agents'));
  if (!part) return <Redirect to="/team" replace />;
  const Body = PARTS[part];
  const tabs: Tab[] = parts.map((it) => ({ href: hrefOf(it), name: t(`tabs.${it}`) }));
  return (
    <Page title={t('title')} name={t(`tabs.${part}`)} hint={t(!canChange && part !== 'keys' && part !== 'audit' ? 'readOnly' : `hints.${part}`)} tabs={tabs} actions={<Deed part={part} canChange={canChange} />}>
      <Body />
    </Page>
  );
}

/** What one does first on a part of the page. */
function Deed({ part, canChange }: { part: Part; canChange: boolean }): ReactNode {
  const { t } = useTranslation('team');
  const { may } = useTeam();
  const deed = (href: string, name: string, icon: ReactNode): ReactNode => (
    <Button component={Link} href={href} leftSection={icon}>
      {name}
    </Button>
  );
  if (part === 'keys') return may('keys.own') ? deed('/team/keys?open=new', t('keys.new'), <Plus size={16} aria-hidden />) : null;
  if (!canChange || part === 'audit') return null;
  if (part === 'teams') return deed('/team/teams?open=new', t('teams.new'), <Plus size={16} aria-hidden />);
  if (part === 'roles') return deed('/team/roles?open=new', t('roles.new'), <Plus size={16} aria-hidden />);
  return deed('/team/invitations?open=new', t('invite.title'), <UserPlus size={16} aria-hidden />);
}
