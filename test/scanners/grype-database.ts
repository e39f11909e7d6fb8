import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Tool } from "./tools.ts";

/**
 * Gives grype a made-up database, in which every version of some products has a vulnerability. Without
 * any database it does nothing, and the real one is a download that changes daily.
 *
 * @param folder an existing one, of its own
 * @param products vendor and name as in their CPEs; each has a vulnerability of its own
 * @returns the configuration, for `--config`, with which grype asks this database and nobody else
 * @throws if grype does not take it
 */
export async function madeUpDatabase(
  grype: Tool,
  folder: string,
  products: readonly (readonly [vendor: string, name: string])[],
): Promise<string> {
  const file = join(folder, "made-up.db");
  const database = new DatabaseSync(file);
  database.exec(tables);
  database.prepare("INSERT INTO db_metadata VALUES (?, 6, 1, 10)").run(new Date().toISOString());
  for (const [index, [vendor, name]] of products.entries()) {
    const id = index + 1;
    const vulnerability = `MADE-UP-${id}`;
    const everyVersion = { ranges: [{ version: { type: "unknown" } }] };
    insert(database, "cpes", id, "a", vendor, name);
    insert(database, "blobs", 2 * id, JSON.stringify({ id: vulnerability }));
    insert(database, "blobs", 2 * id + 1, JSON.stringify(everyVersion));
    insert(database, "vulnerability_handles", id, vulnerability, "active", "nvd", 2 * id);
    insert(database, "affected_cpe_handles", id, id, id, 2 * id + 1);
  }
  database.close();

  const config = join(folder, "grype.json");
  const settings = { "auto-update": false, "cache-dir": join(folder, "cache") };
  await writeFile(config, JSON.stringify({ db: settings }));
  const { exitCode, stderr } = await grype("db", "import", file, "--config", config);
  if (exitCode !== 0) throw new Error(stderr);
  return config;
}

function insert(
  database: DatabaseSync,
  table: string,
  ...values: readonly (string | number)[]
): void {
  const places = values.map(() => "?").join(", ");
  database.prepare(`INSERT INTO ${table} VALUES (${places})`).run(...values);
}

/**
 * What is filled in of grype's schema 6.1.10; on import grype adds all other tables and columns.
 *
 * @see https://github.com/anchore/grype/blob/v0.121.3/grype/db/v6/models.go
 */
const tables = `
  CREATE TABLE db_metadata (build_timestamp datetime NOT NULL, model integer NOT NULL, revision integer NOT NULL, addition integer NOT NULL);
  CREATE TABLE providers (id text PRIMARY KEY);
  INSERT INTO providers VALUES ('nvd');
  CREATE TABLE blobs (id integer PRIMARY KEY AUTOINCREMENT, value text NOT NULL);
  CREATE TABLE cpes (id integer PRIMARY KEY AUTOINCREMENT, part text NOT NULL, vendor text, product text NOT NULL);
  CREATE TABLE vulnerability_handles (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL, status text NOT NULL, provider_id text NOT NULL, blob_id integer);
  CREATE TABLE affected_cpe_handles (id integer PRIMARY KEY AUTOINCREMENT, vulnerability_id integer NOT NULL, cpe_id integer, blob_id integer);
`;
