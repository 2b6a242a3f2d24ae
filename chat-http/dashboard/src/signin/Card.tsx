import { type ReactNode, useEffect } from 'react';
import { MessageCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { choose, isLanguage, LANGUAGES } from '../lib/words.js';

/** What is around a form before somebody is let in: what it is about, and in which language. */
export function Card({ title, name = title, hint, children }: { title: string; name?: string; hint: string; children: ReactNode }): ReactNode {
  const { t, i18n } = useTranslation();
  useEffect(() => {
    document.title = `${name} · ${t('app')}`;
  }, [name, t]);
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <span className="logo">
          <MessageCircle size={26} aria-hidden />
        </span>
        <h1>{title}</h1>
        <p className="dim">{hint}</p>
        {children}
        <label className="language">
          <span>{t('menu.language')}</span>
          <select value={i18n.language} onChange={({ currentTarget: { value } }) => isLanguage(value) && void choose(value)}>
            {Object.entries(LANGUAGES).map(([tag, name]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </main>
    </div>
  );
}
