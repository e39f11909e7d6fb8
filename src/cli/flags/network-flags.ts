import { defaultNetworkSettings as defaults } from "../../http/settings/network-settings.ts";
import { flag, withDefault } from "../arguments/flag.ts";
import { seconds, text, wholeNumber } from "../arguments/values.ts";

export const networkFlags = {
  ca: flag("FILE", "certificate authorities (PEM) to trust besides the built-in ones", text),
  timeout: withDefault(
    flag("SECONDS", "limit for one file, retries included (600)", seconds),
    defaults.timeout,
  ),
  "stall-timeout": withDefault(
    flag("SECONDS", "how long a connection may say nothing (30)", seconds),
    defaults.stallTimeout,
  ),
  retries: withDefault(
    flag("N", "how often one file is tried again (4)", wholeNumber),
    defaults.retries,
  ),
  "retry-delay": withDefault(
    flag("SECONDS", "pause before the first retry; it doubles with each (1)", seconds),
    defaults.retryDelay,
  ),
};
