/** A day as the server's figures have it. */
export const isoDay = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
