import { expect, it, vi } from "vitest";
import { CertificateIdentity } from "../../../src/release/certificate-identity.ts";
import { release } from "../../../src/release/release.ts";
import { parseVersion } from "../../../src/release/version.ts";

const managers = ["one@python.org", "other@python.org"].map((subject) => ({
  name: subject,
  identity: CertificateIdentity.of(subject, "https://accounts.google.com"),
}));

// No series has two managers today; some will, when one hands over to another.
vi.mock("../../../src/release/release-managers.ts", () => ({
  findSignedSeries: () => ({ releaseManagers: managers }),
}));

it("a series with two release managers accepts either, in the table's order", () => {
  const { signers } = release(parseVersion("3.14.0"));
  expect(signers).toEqual(managers.map((manager) => manager.identity));
});
