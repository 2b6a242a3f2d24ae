import type { ReactNode } from 'react';

const HEIGHT = 20;

/** How something went day by day, at a glance. The number beside it says how much that is. */
export function Bars({ values }: { values: readonly number[] }): ReactNode {
  const most = Math.max(1, ...values);
  return (
    <svg className="bars" viewBox={`0 0 ${values.length * 3} ${HEIGHT}`} width={values.length * 3} height={HEIGHT} aria-hidden>
      {values.map((value, at) => {
        const height = value === 0 ? 1 : Math.max(2, (value / most) * HEIGHT);
        return <rect key={at} x={at * 3} y={HEIGHT - height} width={2} height={height} opacity={value === 0 ? 0.3 : 1} />;
      })}
    </svg>
  );
}
