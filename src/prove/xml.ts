import sax, { type SAXParser } from "sax";

/** What is told of a document as it is read. */
export type XmlHandlers = Partial<Pick<SAXParser, "onopentag" | "ontext" | "onclosetag">>;

/**
 * Reads a document of XML, strictly. Entities other than XML's own five are an error.
 *
 * @throws if it is not well-formed
 */
export function readXml(text: string, handlers: XmlHandlers): void {
  const reader = Object.assign(sax.parser(true), { onerror: fail, ...handlers });
  reader.write(text).close();
}

function fail(error: Error): never {
  throw error;
}

/** The value of an attribute; empty if it is not there. */
export function attribute(attributes: Readonly<Record<string, unknown>>, name: string): string {
  const value = attributes[name];
  return typeof value === "string" ? value : "";
}
