import { describe, expect, it } from "vitest";
import { checkEnvironment } from "../../../src/cli/arguments/environment.ts";
import { allDefinitions, definitions } from "../../../src/cli/definitions.ts";
import { variableOf } from "../../../src/cli/arguments/flag.ts";
import { isServiceLink } from "../../../src/cli/arguments/service-links.ts";

function check(env: Readonly<Record<string, string>>) {
  return () => checkEnvironment(env, definitions.fetch, allDefinitions);
}

/** What a pod has of a service, as Kubernetes documents it. */
function linksOf(service: string, address: string): Readonly<Record<string, string>> {
  const host = address.includes(":") ? `[${address}]` : address;
  return {
    [`${service}_SERVICE_HOST`]: address,
    [`${service}_SERVICE_PORT`]: "443",
    [`${service}_SERVICE_PORT_WEB_UI`]: "443",
    [`${service}_PORT`]: `tcp://${host}:443`,
    [`${service}_PORT_443_TCP`]: `tcp://${host}:443`,
    [`${service}_PORT_443_TCP_PROTO`]: "tcp",
    [`${service}_PORT_443_TCP_PORT`]: "443",
    [`${service}_PORT_443_TCP_ADDR`]: address,
    [`${service}_PORT_53_UDP`]: `udp://${host}:53`,
    [`${service}_PORT_53_UDP_PROTO`]: "udp",
    [`${service}_PORT_9_SCTP`]: `sctp://${host}:9`,
  };
}

describe("the variables that Kubernetes sets for a service beside the pod", () => {
  it.each([
    ["PYVERIFY", "10.0.0.11"],
    ["PYVERIFY", "fd00::11"],
    ["PYVERIFY_MIRROR", "10.0.0.11"],
  ])("%s at %s is nobody's setting", (service, address) => {
    expect(check(linksOf(service, address))).not.toThrow();
  });

  it.each([
    ["PYVERIFY_SERVICE_HOST", "mirror.example"],
    ["PYVERIFY_SERVICE_HOST", ""],
    ["PYVERIFY_SERVICE_PORT", "0"],
    ["PYVERIFY_SERVICE_PORT", "65536"],
    ["PYVERIFY_SERVICE_PORT_", "443"],
    ["PYVERIFY_SERVICE_PORT_https", "443"],
    ["PYVERIFY_PORT", "443"],
    ["PYVERIFY_PORT", "https://10.0.0.11:443"],
    ["PYVERIFY_PORT", "tcp://10.0.0.11:443/"],
    ["PYVERIFY_PORT", "tcp://10.0.0:443"],
    ["PYVERIFY_PORT", "tcp://[10.0.0.11]:443"],
    ["PYVERIFY_PORT", "tcp://10.0.0.11:443\n"],
    ["PYVERIFY_PORT_443_TCP", "tcp://10.0.0.11:444"],
    ["PYVERIFY_PORT_443_TCP", "udp://10.0.0.11:443"],
    ["PYVERIFY_PORT_443_TCP_PROTO", "udp"],
    ["PYVERIFY_PORT_443_TCP_PORT", "444"],
    ["PYVERIFY_PORT_443_TCP_ADDR", "443"],
    ["PYVERIFY_PORT_443_ICMP", "tcp://10.0.0.11:443"],
    ["PYVERIFY_PORTS", "tcp://10.0.0.11:443"],
  ])("%s=%j is none of them", (name, value) => {
    expect(isServiceLink(name, value)).toBe(false);
    const refusal = expect.objectContaining({ kind: "usage", code: "unknown-variable" });
    expect(check({ [name]: value })).toThrow(refusal);
  });

  it("are no flag's, whatever service there is", () => {
    const values = Object.values(linksOf("PYVERIFY", "10.0.0.11"));
    const flags = allDefinitions.flatMap((command) => Object.keys(command.flags)).map(variableOf);
    expect(flags.length).toBeGreaterThan(20);
    for (const flag of flags) {
      expect(values.filter((value) => isServiceLink(flag, value))).toEqual([]);
    }
  });
});
