// relay-compiler accepts the schema that the node tells clients, with the connections and
// fragments that Relay knows, and the node answers what it makes of them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildClientSchema, getIntrospectionQuery, printSchema } from "graphql";
import { ask, callers, ready } from "./node.mjs";

const compiler = createRequire(import.meta.url)("relay-compiler");
const project = mkdtempSync(join(tmpdir(), "metrograph-relay-"));
let operations;

before(async () => {
  const schema = buildClientSchema(await ask(ready.graphql, callers.national, getIntrospectionQuery()));
  writeFileSync(join(project, "schema.graphql"), printSchema(schema));
  writeFileSync(join(project, "operations.json"), "{}");
  writeFileSync(join(project, "relay.config.json"), JSON.stringify({
    src: "./src", schema: "./schema.graphql", language: "javascript", persistConfig: { file: "./operations.json", algorithm: "SHA256" },
  }));
  cpSync(new URL("relay", import.meta.url), join(project, "src"), { recursive: true });
  execFileSync(compiler, ["relay.config.json"], { cwd: project, encoding: "utf8", stdio: "pipe" });
  operations = Object.values(JSON.parse(readFileSync(join(project, "operations.json"), "utf8")));
});
after(() => rmSync(project, { recursive: true }));

test("every query, page and refetch is compiled", () => {
  const names = operations.map((text) => text.match(/^(?:query|mutation) (\w+)/m)[1]).sort();
  assert.deepEqual(names, ["portalCertificatesPageQuery", "portalInstrumentPageQuery", "portalListQuery", "portalNodeQuery",
    "portalPublishMutation", "portalRecordPageQuery"]);
});

test("the node answers them", async () => {
  const [instrument] = (await ask(ready.graphql, callers.national, "{ instruments(last: 1) { edges { node { id } } } }")).instruments.edges;
  const { id } = instrument.node;
  const variables = { id, ids: [id], count: 3, last: 5, revisions: 3, discipline: "LENGTH", input: { id, version: 1, reason: "a trial" } };
  for (const text of operations) {
    const used = Object.fromEntries(Object.entries(variables).filter(([name]) => text.includes(`$${name}:`)));
    const data = await ask(ready.graphql, ready.callers.auditor.key, text, used);
    assert.ok(Object.values(data).every((answer) => answer !== null), text);
  }
});
