/** A day at its place in a calendar: the week it is in, and its day of the week, Monday first. */
export interface Cell {
  day: string;
  value: number;
  week: number;
  weekday: number;
  /** How much it is, from 0 for nothing to 4 for as much as on the best day. */
  level: 0 | 1 | 2 | 3 | 4;
}

/** Days laid out week by week. */
export function cellsOf(days: readonly { day: string; value: number }[]): Cell[] {
  const most = Math.max(0, ...days.map((it) => it.value));
  const first = days[0];
  const offset = first ? (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7 : 0;
  return days.map(({ day, value }, at) => ({
    day,
    value,
    week: Math.floor((at + offset) / 7),
    weekday: (at + offset) % 7,
    level: value === 0 ? 0 : (Math.max(1, Math.ceil((value / most) * 4)) as Cell['level']),
  }));
}
