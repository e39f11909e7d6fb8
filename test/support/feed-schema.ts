import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const folder = join(import.meta.dirname, "../../schemas");
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });

const schemas = {
  index: compile("feed-index"),
  release: compile("feed-release"),
  identities: compile("feed-identities"),
};

/** @returns what is wrong with a document of a feed, as sentences; none if it has its schema */
export function feedViolations(schema: keyof typeof schemas, document: unknown): readonly string[] {
  const validate = schemas[schema];
  if (validate(document)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "the whole"} ${message ?? "is wrong"}`,
  );
}

function compile(name: string) {
  return ajv.compile(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), "utf8")));
}
