/** Hands a text over as a file. */
export function download(name: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  // Not before the browser has begun.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
