import { type ReactNode, useMemo } from 'react';
import { encode } from 'uqr';

/** A text as a picture that a camera reads: dark on light whatever the page looks like, for not every camera reads it the other way. */
export default function QrCode({ text, title }: { text: string; title: string }): ReactNode {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { ecc: 'M', border: 3 });
    return { size, path: data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('') };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={title} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
}
