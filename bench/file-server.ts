import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

// A mirror on loopback, in a process of its own:
//     node file-server.ts FOLDER
// It says its address on stdout.
const [folder = "."] = process.argv.slice(2);

const server = createServer((request, response) => {
  const path = join(folder, new URL(request.url ?? "/", "http://localhost").pathname);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-length": stat.size,
    "content-type": "application/octet-stream",
  });
  createReadStream(path, { highWaterMark: 1024 * 1024 }).pipe(response);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) {
    console.log(`http://127.0.0.1:${address.port}/`);
  }
});
