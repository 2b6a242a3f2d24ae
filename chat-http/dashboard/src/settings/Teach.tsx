import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';

/** What stands where nothing is yet: what it is, what for, and the first step. */
export function Teach({ icon: Icon, title, hint, children }: { icon: LucideIcon; title: string; hint: string; children?: ReactNode }): ReactNode {
  return (
    <div className="teach">
      <span className="empty-icon">
        <Icon size={26} aria-hidden />
      </span>
      <p className="empty-title">{title}</p>
      <p className="empty-hint">{hint}</p>
      {children}
    </div>
  );
}
