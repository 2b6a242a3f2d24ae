import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { Page } from '../admin/Page.js';
import { useTeam } from '../lib/team.js';
import { GROUPS, SECTIONS } from './sections.js';
import './settings.css';

/** Everything that can be set, each part at an address of its own, and the way from one to the other. */
export default function Settings(): ReactNode {
  const { t } = useTranslation('settings');
  const { may } = useTeam();
  const [location, go] = useLocation();
  const here = SECTIONS.find(({ name }) => location === `/settings/${name}` || location.startsWith(`/settings/${name}/`));
  const groups = GROUPS.map(({ name, sections }) => ({ name, sections: sections.filter(({ needs }) => !needs || may(needs)) })).filter(({ sections }) => sections.length > 0);
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t('title')}>
        <p className="settings-name">{t('title')}</p>
        {groups.map(({ name, sections }) => (
          <div key={name} className="settings-group">
            <p id={`settings-${name}`}>{t(`groups.${name}`)}</p>
            <ul aria-labelledby={`settings-${name}`}>
              {sections.map(({ name: section, icon: Icon }) => (
                <li key={section}>
                  <Link href={`/settings/${section}`} className="rail-item" aria-current={here?.name === section ? 'page' : undefined}>
                    <Icon size={16} aria-hidden />
                    <span className="settings-item">{t(`sections.${section}`)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <label className="settings-pick">
          <span className="sr">{t('pick')}</span>
          <select value={here?.name ?? ''} onChange={({ currentTarget: { value } }) => go(`/settings/${value}`)}>
            {groups.map(({ name, sections }) => (
              <optgroup key={name} label={t(`groups.${name}`)}>
                {sections.map(({ name: section }) => (
                  <option key={section} value={section}>
                    {t(`sections.${section}`)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
      </nav>
      <Suspense fallback={<div className="splash" aria-busy="true" />}>
        <Switch>
          {SECTIONS.map(({ name, Body, isPart }) => (
            <Route key={name} path={`/settings/${name}/*?`}>
              {isPart ? (
                <Page title={t(`sections.${name}`)}>
                  <Body />
                </Page>
              ) : (
                <Body />
              )}
            </Route>
          ))}
          <Route>
            <Redirect to={`/settings/${may('definitions.manage') ? 'labels' : 'profile'}`} replace />
          </Route>
        </Switch>
      </Suspense>
    </div>
  );
}
