import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';

/** What stands where nothing is yet: what it will be, and how to get there. */
export function Empty({ icon: Icon, title, hint, children }: { icon: LucideIcon; title: string; hint: string; children?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon size={26} aria-hidden />
      </span>
      <p className="empty-title">{title}</p>
      <p className="empty-hint">{hint}</p>
      {children}
    </div>
  );
}
