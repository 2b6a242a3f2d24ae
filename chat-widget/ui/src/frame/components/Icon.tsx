const LINES = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  emoji: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8 14c2 3 6 3 8 0',
  mute: 'M5 9v6h4l5 4V5L9 9zM18 9c2 2 2 4 0 6',
  muted: 'M5 9v6h4l5 4V5L9 9zM17 9l5 6M22 9l-5 6',
  send: 'M4 12l16-8-6 16-3-7z',
};

/** One of our few drawings; what it means is said by whatever it stands in. */
export function Icon({ name }: { name: keyof typeof LINES }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={LINES[name]} />
    </svg>
  );
}
