import { join } from "node:path";
import { PyverifyError } from "../../base/errors.ts";
import { reportPage } from "../page/report-page.ts";
import { type AuditReport, serializeReport } from "./report.ts";
import { makeFolders } from "../../files/make-folders.ts";
import { messageOf } from "../../base/error-message.ts";
import { type StagedFile, stageFile } from "../../files/replace-file.ts";

/**
 * Writes `index.html` and `report.json` into a folder, in place of earlier ones. Each is written
 * aside and renamed, so that nobody who looks meanwhile sees half of one.
 *
 * @param madeAt what the page says about when it was made
 * @throws {PyverifyError} filesystem/not-writable
 */
export async function writeReport(
  report: AuditReport,
  folder: string,
  madeAt: Date,
): Promise<void> {
  const files = {
    "index.html": reportPage(report, madeAt),
    "report.json": serializeReport(report),
  };
  const staged: StagedFile[] = [];
  try {
    makeFolders(folder);
    for (const [name, text] of Object.entries(files)) {
      staged.push(await stageFile(join(folder, name), [text]));
    }
    for (const file of staged) file.publish();
  } catch (cause) {
    for (const file of staged) file.discard();
    throw new PyverifyError("filesystem", "not-writable", `cannot write the report to ${folder}`, {
      because: messageOf(cause),
      hint: "give --report a folder that you may write to",
      cause,
    });
  }
}
