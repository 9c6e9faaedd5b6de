// Prints where the graph of a run is, and what to ask it.
import { readFileSync } from "node:fs";

const read = (name) => readFileSync(`${process.env.SUPERGRAPH}/${name}`, "utf8");
const url = read("gateway.ready");
const callers = Object.entries(JSON.parse(read("node.ready")).callers);

const queries = {
  "Recalled instruments, and what the metrology centre certified of them: ask without a key, and with others":
    "{ recallNotices { number reason { en } instruments { serialNumber classification certificates(first: 5) { totalCount edges { node { number } } } } } }",
  "Instruments of the metrology centre, with their data sheets and recalls from the manufacturer":
    '{ instruments(first: 5, filter: {model: {eq: "TW-100D"}}) { edges { node { serialNumber product { dataSheets { edition url } } recalls { number issuedAt } } } } }',
  "A product, with its manufacturer and the methods it is verified by, from the metrology centre":
    '{ product(model: "TW-100D") { name { zh en } manufacturer { name { zh } level } methods { code title { zh } } } }',
};

console.log(`The graph answers at ${url}\n`);
console.log("Keys of callers (anonymous needs none):");
for (const [name, { key }] of callers) console.log(`  ${name.padEnd(14)} ${key}`);
const { key } = callers.find(([name]) => name === "national")[1];
for (const [title, query] of Object.entries(queries)) {
  const body = JSON.stringify({ query }).replaceAll("'", "'\\''");
  console.log(`\n${title}:\n\n  curl -s ${url} -H 'Content-Type: application/json' -H 'Authorization: Bearer ${key}' \\\n    -d '${body}'`);
}
console.log(`\nThe supergraph is in ${process.env.SUPERGRAPH}/supergraph.graphql, what the gateway asked of whom in fetches.log beside it.`);
console.log("Stop with Ctrl-C.");
