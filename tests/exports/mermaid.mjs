// Parses a Mermaid file with Mermaid itself and prints how many nodes and relations it sees.
// Run where the packages `mermaid` and `jsdom` can be found: see setup.sh.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.READERS + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { JSDOM } = await load("jsdom");
// Mermaid looks for a browser when it is loaded.
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const mermaid = (await load("mermaid")).default;
mermaid.initialize({ maxEdges: 1_000_000, maxTextSize: 100_000_000 });
const { db } = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(process.argv[2], "utf8"));
console.log(db.getVertices().size, db.getEdges().length);
