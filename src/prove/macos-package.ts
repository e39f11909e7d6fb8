import { messageOf } from "../base/error-message.ts";
import type { VerifiedArtifact } from "../verify/verify.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import type { Statement } from "./statement.ts";
import { Xar } from "./xar.ts";
import { attribute, readXml } from "./xml.ts";

/**
 * Reads what the framework's component in a macOS package says of the interpreter in it. The
 * component's own version is 0 in recent ones, and says nothing.
 *
 * @throws {PyverifyError} verification/release-mismatch if it is no package, or of another series
 */
export async function readPackage({ artifact, bytes }: VerifiedArtifact): Promise<Statement[]> {
  let components: Component[];
  try {
    const archive = new Xar(bytes);
    components = archive.files
      .filter(({ name }) => name === "PackageInfo")
      .map((file) => readComponent(archive.read(file).toString("utf8")));
  } catch (cause) {
    throw releaseMismatch(artifact, "is no macOS package", messageOf(cause), cause);
  }
  const { series } = artifact.release;
  for (const { identifier } of components) {
    const [, other] = /^org\.python\.Python\.PythonT?Framework-(\d+\.\d+)$/.exec(identifier) ?? [];
    if (other !== undefined && other !== series) {
      throw releaseMismatch(artifact, `holds CPython ${other}`, `${identifier} is in it`);
    }
  }
  return components.flatMap(({ version }) =>
    version === undefined ? [] : [{ what: "the PackageInfo of its framework", version }],
  );
}

interface Component {
  readonly identifier: string;
  /** of the interpreter's own application, which has the release's */
  readonly version: string | undefined;
}

function readComponent(text: string): Component {
  let identifier = "";
  let version: string | undefined;
  readXml(text, {
    onopentag: ({ name, attributes }) => {
      if (name === "pkg-info") identifier = attribute(attributes, "identifier");
      if (name !== "bundle" || attribute(attributes, "id") !== "org.python.python") return;
      const stated = attribute(attributes, "CFBundleShortVersionString");
      if (/^[0-9a-z.]{1,20}$/.test(stated)) version ??= stated;
    },
  });
  return { identifier, version };
}
