import { isIP } from "node:net";

/** A service of the name `pyverify`, or one whose name begins with `pyverify-`. */
const service = "PYVERIFY(?:_[A-Z0-9_]+)?";

/** Names that Kubernetes makes for a service, and the form of value that it gives each. */
const links: readonly (readonly [name: RegExp, fits: (value: string, match: Match) => boolean])[] =
  [
    [exactly("_SERVICE_HOST"), isAddress],
    [exactly("_SERVICE_PORT(?:_[A-Z0-9_]+)?"), isPort],
    [exactly("_PORT"), (value) => isEndpoint(value)],
    [
      exactly("_PORT_(?<port>[0-9]+)_(?<protocol>TCP|UDP|SCTP)"),
      (value, { port, protocol }) => isEndpoint(value, port, protocol),
    ],
    [
      exactly("_PORT_[0-9]+_(?<protocol>TCP|UDP|SCTP)_PROTO"),
      (value, { protocol }) => value === protocol?.toLowerCase(),
    ],
    [exactly("_PORT_(?<port>[0-9]+)_(?:TCP|UDP|SCTP)_PORT"), (value, { port }) => value === port],
    [exactly("_PORT_[0-9]+_(?:TCP|UDP|SCTP)_ADDR"), isAddress],
  ];

interface Match {
  readonly port?: string;
  readonly protocol?: string;
}

/**
 * Whether Kubernetes sets a variable in every pod that runs beside a service called `pyverify`: by
 * its name, and by a value of the form that it gives it. Nobody has set it, and no setting of
 * pyverify has such a name.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
export function isServiceLink(name: string, value: string): boolean {
  return links.some(([pattern, fits]) => {
    const match = pattern.exec(name);
    return match !== null && fits(value, { ...match.groups });
  });
}

function exactly(suffix: string): RegExp {
  return new RegExp(`^${service}${suffix}$`);
}

function isAddress(value: string): boolean {
  return isIP(value) !== 0;
}

function isPort(value: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(value) && Number(value) <= 65_535;
}

/** `tcp://10.0.0.11:6379`, `tcp://[fd00::1]:6379` */
function isEndpoint(value: string, wantedPort?: string, wantedProtocol?: string): boolean {
  const match = /^(tcp|udp|sctp):\/\/(?:([0-9.]+)|\[([0-9a-f:.]+)\]):([0-9]+)$/.exec(value);
  if (match === null) return false;
  const [, protocol = "", ipv4, ipv6, port = ""] = match;
  return (
    isIP(ipv4 ?? ipv6 ?? "") === (ipv4 === undefined ? 6 : 4) &&
    isPort(port) &&
    (wantedPort ?? port) === port &&
    (wantedProtocol?.toLowerCase() ?? protocol) === protocol
  );
}
