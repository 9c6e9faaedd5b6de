// The running node that the tests ask; METROGRAPH_READY is its ready file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const ready = JSON.parse(readFileSync(process.env.METROGRAPH_READY, "utf8"));

// callers are the keys that the answers are compared for; an anonymous caller has none.
export const callers = { anonymous: undefined, national: ready.callers.national.key };

// ask sends a query to a GraphQL endpoint and returns the data of an answer without errors.
export async function ask(url, key, query, variables) {
  const headers = { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const answer = await response.json();
  assert.equal(answer.errors, undefined, `${query}: ${JSON.stringify(answer.errors)}`);
  return answer.data;
}

// sdl is the node's schema as federation gateways read it.
export async function sdl() {
  return (await ask(ready.graphql, undefined, "{ _service { sdl } }"))._service.sdl;
}
