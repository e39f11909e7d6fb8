import { expect, it } from "vitest";
import { distinctReleases } from "../../../src/lock/distinct-releases.ts";
import { formatLock, parseLock } from "../../../src/lock/lockfile.ts";
import { locked } from "../../support/locked.ts";

it("a release that is there twice is kept once, in each of its formats", () => {
  const twice = [
    locked("3.14.0"),
    locked("3.14.0", { format: "tgz" }),
    locked("3.13.5"),
    locked("3.14.0"),
  ];
  const distinct = distinctReleases(twice);
  expect(distinct).toEqual(twice.slice(0, 3));
  expect(parseLock(formatLock(distinct), "pyverify.lock")).toHaveLength(3);
});
