// Has a running node send the events of a webhook to this process, and verifies them with the
// reference library of the Standard Webhooks specification: signatures, a repetition after a
// failure, both secrets after a rotation.
//
//   node webhooks.mjs READY-FILE
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const ready = JSON.parse(readFileSync(process.argv[2], "utf8"));

// ask sends a GraphQL request and returns the field that the answer has.
async function ask(caller, query, variables) {
  const response = await fetch(ready.graphql, {
    method: "POST",
    headers: { "content-type": "application/json", Authorization: `Bearer ${ready.callers[caller].key}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  const [payload] = Object.values(answer.data ?? {});
  assert.ok(payload && !payload.errors?.length, JSON.stringify(answer));
  return payload;
}

let serial = 0;
const create = () => ask("recorder", `mutation ($instrument: InstrumentInput!) {
  createInstrument(input: {instrument: $instrument, reason: "check"}) { instrument { id } errors { message } } }`,
{ instrument: { name: { zh: "压力计" }, model: "DPG-1", serialNumber: `WEBHOOK-${serial++}`, discipline: "MECHANICS", role: "WORKING" } },
).then((payload) => payload.instrument.id);

// received are the requests that came, in their order; answers what they are answered with.
const received = [];
const answers = [];
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  response.writeHead(answers.shift() ?? 204).end();
  server.emit("received");
}).listen(0, "127.0.0.1");
await once(server, "listening");

async function next() {
  while (received.length === 0) await once(server, "received", { signal: AbortSignal.timeout(60_000) });
  return received.shift();
}

const made = await ask("administrator", `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { id } errors { message } } }`, {
  input: {
    url: `http://127.0.0.1:${server.address().port}/events`, label: "check", reason: "check",
    query: "subscription { recordChanged(filter: {kinds: [INSTRUMENT]}) { operation record { ... on Instrument { id serialNumber } } } }",
  },
});
const { id } = made.webhook;
const verifier = new Webhook(made.secret);

let instrument = await create();
const first = await next();
assert.equal(verifier.verify(first.body, first.headers).data.recordChanged.record.id, instrument);
assert.throws(() => verifier.verify(first.body.replace("CREATE", "DELETE"), first.headers), "a changed body is verified");
console.log("ok a signature");

answers.push(500);
instrument = await create();
const failed = await next();
const again = await next();
assert.equal(failed.headers["webhook-id"], again.headers["webhook-id"]);
assert.notEqual(first.headers["webhook-id"], again.headers["webhook-id"]);
assert.equal(verifier.verify(again.body, again.headers).data.recordChanged.record.id, instrument);
console.log("ok a repetition");

const { secret } = await ask("administrator", `mutation ($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) { secret errors { message } } }`,
  { input: { id, version: 1, reason: "check" } });
const test = await ask("administrator", `mutation ($id: ID!) { testWebhook(input: {id: $id}) { delivered status failure errors { message } } }`, { id });
assert.deepEqual([test.delivered, test.status], [true, 204]);
const ping = await next();
for (const one of [made.secret, secret]) assert.equal(new Webhook(one).verify(ping.body, ping.headers).webhook, id);
console.log("ok both secrets after a rotation");

await ask("administrator", `mutation ($input: DeleteRecordInput!) { deleteRecord(input: $input) { errors { message } } }`,
  { input: { id, version: 2, reason: "check" } });
server.close();
server.closeAllConnections();
console.log("3 passed, 0 failed");
