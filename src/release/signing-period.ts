/** A month, `YYYY-MM`. */
export type Month = `${number}-${number}`;

/** The months from which and until which somebody signs, both included. */
export interface SigningPeriod {
  readonly from: Month;
  readonly until: Month;
}

/** Whether a time lies in a period, in UTC. */
export function isWithin({ from, until }: SigningPeriod, time: Date): boolean {
  const month = time.toISOString().slice(0, 7);
  return from <= month && month <= until;
}
