/** `patchlevel.h` has 1,300 bytes; more than this is not looked at. */
export const maxHeaderBytes = 64 * 1024;

/** The version that a `patchlevel.h` states; undefined if it does not, or more than once. */
export function versionInHeader(text: string): string | undefined {
  const stated = [
    ...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+PY_VERSION[ \t]+"([0-9a-z.+]{1,30})"/gm),
  ];
  const [first] = stated;
  return stated.length === 1 ? first?.[1] : undefined;
}
