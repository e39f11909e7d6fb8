import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv, type AnySchemaObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { receiptSchema } from "./receipt-schema.ts";

const repository = join(import.meta.dirname, "../..");

/**
 * The documents that have a schema, each with what to check it by. pyverify's own schema is the
 * published one; CycloneDX's is the official one; SPDX 2.3 and SLSA are held to what their
 * specifications say, since no package brings the one's schema and the other has none.
 */
export const schemas = {
  receipt: receiptSchema,
  spdx: new Ajv2020({ strict: false }).compile(read("test/support/schemas/spdx.schema.json")),
  cycloneDx: cycloneDx(),
  verificationSummary: new Ajv2020({ strict: false }).compile(
    read("test/support/schemas/verification-summary.schema.json"),
  ),
} as const satisfies Record<string, ValidateFunction>;

/** @returns what is wrong with a document, as sentences; none if it has the schema */
export function violations(schema: keyof typeof schemas, document: unknown): readonly string[] {
  const validate: ValidateFunction = schemas[schema];
  if (validate(document)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "the whole"} ${message ?? "is wrong"}`,
  );
}

/** The official schema, as CycloneDX's own library brings it. */
function cycloneDx(): ValidateFunction {
  const library = createRequire(import.meta.url).resolve(
    "@cyclonedx/cyclonedx-library/package.json",
  );
  const folder = join(library, "../res/schema");
  const ajv = new Ajv({ strict: false });
  ajvFormats.default(ajv);
  // Draft 2019's formats for internationalised addresses; ours are plain ASCII.
  ajv.addFormat("iri-reference", /^[\x21-\x7e]+$/);
  ajv.addFormat("idn-email", /^\S+@\S+$/);
  for (const name of ["spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json"]) {
    ajv.addSchema(read(join(folder, name)), `http://cyclonedx.org/schema/${name}`);
  }
  return ajv.compile(read(join(folder, "bom-1.6.SNAPSHOT.schema.json")));
}

function read(path: string): AnySchemaObject {
  const absolute = path.startsWith("/") ? path : join(repository, path);
  const schema: AnySchemaObject = JSON.parse(readFileSync(absolute, "utf8"));
  return schema;
}
