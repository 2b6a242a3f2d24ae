/** Makes something for a language and options once: formatters are dear to make, and every row of a list needs some. */
function kept<Options, Format>(make: (language: string, options: Options) => Format): (language: string, options: Options) => Format {
  const made = new Map<string, Format>();
  return (language, options) => {
    const key = `${language} ${JSON.stringify(options)}`;
    const format = made.get(key) ?? make(language, options);
    made.set(key, format);
    return format;
  };
}

export const numbers = kept((language: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options));
export const dates = kept((language: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options));
export const relativeTimes = kept((language: string, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(language, options));
