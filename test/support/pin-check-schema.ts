import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const file = join(import.meta.dirname, "../../schemas/pin-check.schema.json");
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(
  JSON.parse(readFileSync(file, "utf8")),
);

/** @returns what is wrong with the report of a check, as sentences; none if it has its schema */
export function pinCheckViolations(report: unknown): readonly string[] {
  if (validate(report)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "the whole"} ${message ?? "is wrong"}`,
  );
}
