const LINES = {
  again: 'M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5',
  back: 'M15 5l-7 7 7 7',
  clip: 'M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l8-8',
  close: 'M6 6l12 12M18 6L6 18',
  emoji: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8 14c2 3 6 3 8 0',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
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
