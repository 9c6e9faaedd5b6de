// Audits a running node by all rules of the GraphQL over HTTP specification, those that a
// server may follow as well as those that it has to.
//
//   node audit.mjs READY-FILE
import { readFileSync } from "node:fs";
import { auditServer } from "graphql-http";

const ready = JSON.parse(readFileSync(process.argv[2], "utf8"));
const results = await auditServer({ url: ready.graphql });
const failed = results.filter((result) => result.status !== "ok");
for (const { id, name, reason } of failed) console.log(`${id} ${name}: ${reason}`);
console.log(`graphql-http: ${results.length - failed.length} of ${results.length}`);
if (failed.length > 0 || results.length !== 61) process.exitCode = 1;
