import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const schema: object = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../schemas/receipt.schema.json"), "utf8"),
);

/** The published schema of receipts, which every receipt of every suite is held to. */
export const receiptSchema = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/**
 * Holds what a run printed to the schema if it is a receipt.
 *
 * @throws {Error} that says what is wrong with it
 */
export function requireValidReceipt(stdout: string): void {
  if (!stdout.startsWith('{\n  "mediaType": "application/vnd.pyverify.receipt')) return;
  const receipt: unknown = JSON.parse(stdout);
  if (receiptSchema(receipt)) return;
  throw new Error(`a receipt breaks its schema: ${JSON.stringify(receiptSchema.errors, null, 2)}`);
}
