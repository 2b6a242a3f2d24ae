import type { ReactNode } from 'react';

/** Something that is known of a number, in a list of facts. */
export function Fact({ name, value }: { name: string; value: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
