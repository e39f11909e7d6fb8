/** A file that is not where it would lie, while the place itself can be looked at. */
export class Absence {
  readonly file: "bundle" | "artifact";
  /** the address or path that was looked at */
  readonly place: string;
  /** how that was noticed, after the place: "was answered with status 404" */
  readonly notice: string;
  /** whether a server said that it does not give it, which need not mean that it has it not */
  readonly isRefused: boolean;

  constructor(file: "bundle" | "artifact", place: string, notice: string, isRefused = false) {
    this.file = file;
    this.place = place;
    this.notice = notice;
    this.isRefused = isRefused;
  }
}
