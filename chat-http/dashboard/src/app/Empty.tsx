import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  hint: string;
  /** Whether it is a part of a page that has others. */
  isInSection?: boolean;
  children?: ReactNode;
}

/** What stands where nothing is yet: what it will be, and how to get there. */
export function Empty({ icon: Icon, title, hint, isInSection = false, children }: EmptyProps): ReactNode {
  return (
    <div className={isInSection ? 'teach' : 'empty'}>
      <span className="empty-icon">
        <Icon size={26} aria-hidden />
      </span>
      <p className="empty-title">{title}</p>
      <p className="empty-hint">{hint}</p>
      {children}
    </div>
  );
}
