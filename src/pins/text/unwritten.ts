import type { FoundPin, PinForm } from "../found-pin.ts";
import { isAboutPython } from "./labels.ts";
import { nearest } from "./nearness.ts";
import { groupsAt, type Reading } from "./reading.ts";
import { unknownValue } from "./variables.ts";
import { readPieces } from "./words.ts";

/**
 * Finds places that are meant for a digest of a CPython file, and hold only a name or a template
 * whose value is not in this text: what looks like a pin and cannot be read is not passed over.
 */
export function findUnwritten(reading: Reading, form: PinForm): FoundPin[] {
  const { map, variables } = reading;
  const places = [...placeholders(map.text)].filter(({ label, value, offset }) => {
    if (value === "") return variables.lookUp(label, offset) === undefined;
    if (/^\w+$/.test(value)) return variables.lookUp(value, offset) === undefined;
    return variables.resolve(readPieces(value), offset).includes(unknownValue);
  });
  const groups = groupsAt(
    map.text,
    places.map(({ offset }) => offset),
  );
  return places.flatMap(({ label, value, offset }) => {
    const place = { offset, end: offset + value.length };
    const beside = nearest(reading, place, groups.get(offset) ?? []);
    const [file] = beside?.files ?? [];
    const isBound = beside?.isDirect === true && file !== undefined && beside.bond !== "near";
    if (!isBound && !isAboutPython(label)) return [];
    const because = `its digest is ${value === "" ? "given elsewhere" : value}, which this file does not say`;
    return [
      {
        ...map.position(offset),
        form,
        written: value,
        encoding: undefined,
        sha256: undefined,
        claim: { type: "unreadable" as const, because },
      },
    ];
  });
}

interface Placeholder {
  readonly label: string;
  readonly value: string;
  readonly offset: number;
}

/** `sha256 = NAME`, `--checksum=sha256:$NAME`, `ENV NAME_SHA256 {{ … }}`, `ARG NAME_SHA256`. */
function* placeholders(text: string): Generator<Placeholder> {
  const pattern =
    /((?<![\w-])[A-Za-z_][\w-]{0,60})["']?(?:[ \t]{0,8}[=:][ \t]{0,8}["']?(?:sha256[:-])?|[ \t]{1,8}(?=[${]))(\$\{?[A-Za-z_]\w{0,60}\}?|\{\{[^}\n]{1,80}\}\}|\{[a-z_]\w{0,60}\}|[A-Z][A-Z0-9_]{2,60}(?![\w("']))/g;
  for (const { 0: whole, 1: label = "", 2: value = "", index } of text.matchAll(pattern)) {
    if (!/sha_?256|checksum|integrity|hash$/i.test(label) || label.endsWith("sum")) continue;
    yield { label, value, offset: index + whole.length - value.length };
  }
  for (const { 0: whole, 1: label = "", index } of text.matchAll(
    /^[ \t]{0,8}ARG[ \t]{1,8}(\w{0,60}(?:SHA_?256|CHECKSUM|HASH)\w{0,20})[ \t]{0,20}$/gm,
  )) {
    yield { label, value: "", offset: index + whole.length };
  }
}
