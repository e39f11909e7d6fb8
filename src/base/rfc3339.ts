/** A time in UTC to the second, as RFC 3339 writes it. */
export function rfc3339(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, "Z");
}
