/** What labels look like when nobody wants a colour of their own: apart from each other, and seen on light and dark. */
export const COLORS = [
  { name: 'blue', color: '#2f5fd0' },
  { name: 'teal', color: '#1f7f91' },
  { name: 'green', color: '#2f8f5b' },
  { name: 'lime', color: '#7a9a1f' },
  { name: 'yellow', color: '#c99a12' },
  { name: 'orange', color: '#d9702b' },
  { name: 'red', color: '#cf3f36' },
  { name: 'pink', color: '#c64f86' },
  { name: 'purple', color: '#8a4fb8' },
  { name: 'grey', color: '#66707f' },
] as const;
