import { type ComponentType, lazy } from 'react';
import { CircleUser, Clock, CodeXml, KeyRound, ListFilter, type LucideIcon, MessageSquareText, Shapes, Tag, Wand, Webhook } from 'lucide-react';
import type { Rest } from '@chat/client';
import { page } from '../lib/pages.js';

export interface Section {
  /** What its address and its words are called. */
  name: string;
  icon: LucideIcon;
  /** What somebody must be allowed so that it is of use. */
  needs?: Rest.Me['permissions'][number];
  Body: ComponentType;
  /** Whether it comes without a page around it. */
  isPart?: boolean;
}

/** What can be set, in the groups and the order of the navigation. */
export const GROUPS: readonly { name: string; sections: readonly Section[] }[] = [
  {
    name: 'mine',
    sections: [
      { name: 'profile', icon: CircleUser, Body: page('me', () => import('./me/Profile.js')), isPart: true },
      { name: 'security', icon: KeyRound, Body: page('me', () => import('./me/Security.js')), isPart: true },
    ],
  },
  {
    name: 'inbox',
    sections: [
      { name: 'labels', icon: Tag, Body: lazy(() => import('./labels/Labels.js')) },
      { name: 'canned', icon: MessageSquareText, Body: lazy(() => import('./canned/Canned.js')) },
      { name: 'macros', icon: Wand, Body: lazy(() => import('./macros/Macros.js')) },
      { name: 'attributes', icon: Shapes, Body: lazy(() => import('./attributes/Attributes.js')) },
      { name: 'views', icon: ListFilter, Body: page('filters', () => import('./views/Views.js')) },
      { name: 'hours', icon: Clock, needs: 'widgets.read', Body: lazy(() => import('./hours/Hours.js')) },
    ],
  },
  {
    name: 'integrations',
    sections: [
      { name: 'webhooks', icon: Webhook, needs: 'webhooks.manage', Body: lazy(() => import('./webhooks/Webhooks.js')) },
      { name: 'api', icon: CodeXml, Body: lazy(() => import('./api/ApiPage.js')) },
    ],
  },
];

export const SECTIONS: readonly Section[] = GROUPS.flatMap(({ sections }) => sections);
