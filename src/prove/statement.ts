/** What a place in a file says about the version. */
export interface Statement {
  /** the place, as the subject of a sentence */
  readonly what: string;
  /** as python.org spells it, or as it stands there, made printable */
  readonly version: string;
}
