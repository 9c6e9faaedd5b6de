// Asks a running node over WebSocket (graphql-ws) and server-sent events (graphql-sse, both
// modes): queries, mutations, and a subscription that is told of a record that another caller
// creates, and goes on from its cursor after a reconnect. Then has Apollo Client and urql ask with
// @defer, which are told in parts.
//
//   node streams.mjs READY-FILE
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { Defer20220824Handler } from "@apollo/client/incremental";
import { Client, fetchExchange } from "@urql/core";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createClient as overEvents } from "graphql-sse";
import { createClient as overSocket } from "graphql-ws";
import WebSocket from "ws";

const ready = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bearer = (caller) => ({ Authorization: `Bearer ${ready.callers[caller].key}` });
let serial = 0;
let passed = 0;

async function check(name, what) {
  await what();
  passed++;
  console.log(`ok ${name}`);
}

// create records an instrument as the recorder and returns its identifier.
async function create() {
  const response = await fetch(ready.graphql, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer("recorder") },
    body: JSON.stringify({
      query: `mutation ($instrument: InstrumentInput!) {
        createInstrument(input: {instrument: $instrument, reason: "check"}) { instrument { id } errors { message path } findings { message { en } path } } }`,
      variables: { instrument: { name: { zh: "压力计" }, model: "DPG-1", serialNumber: `STREAM-${serial++}`, discipline: "MECHANICS", role: "WORKING" } },
    }),
  });
  const answer = await response.json();
  assert.ok(answer.data?.createInstrument?.instrument?.id, JSON.stringify(answer));
  return answer.data.createInstrument.instrument.id;
}

const query = "{ me { level } }";
const changes = (since) => ({
  query: `subscription ($since: String) { recordChanged(filter: {kinds: [INSTRUMENT]}, since: $since) { id cursor record { ... on Instrument { serialNumber } } } }`,
  variables: { since },
});

// all returns every answer to a request.
async function all(client, request) {
  const answers = [];
  for await (const answer of client.iterate(request)) answers.push(answer);
  return answers;
}

// told subscribes, lets the recorder create a record, and expects to be told of it; it returns
// the cursor. What is created before the subscription is there would not be told: so the
// recorder creates until it is.
async function told(client) {
  const stream = client.iterate(changes());
  const next = stream.next();
  const created = [];
  let answer;
  for (let i = 0; i < 50 && !answer; i++) {
    created.push(await create());
    answer = await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  const change = answer.value.data.recordChanged;
  assert.ok(created.includes(change.id));
  await stream.return();
  return change.cursor;
}

async function whole(name, client) {
  await check(`${name}: a query`, async () => {
    const [{ data }] = await all(client, { query });
    assert.equal(data.me.level, "NATIONAL");
  });
  await check(`${name}: a fault`, async () => {
    const faults = await all(client, { query: "{ nothing }" }).then(([answer]) => answer.errors, (errors) => errors);
    assert.equal(faults[0].extensions.code, "INVALID");
  });
  let cursor;
  await check(`${name}: a subscription`, async () => {
    cursor = await told(client);
  });
  await check(`${name}: what happened since`, async () => {
    const missed = await create();
    for await (const { data } of client.iterate(changes(cursor))) {
      if (data.recordChanged.id === missed) break;
    }
  });
  await client.dispose();
}

await whole("graphql-ws", overSocket({
  url: ready.graphql.replace("http", "ws"), webSocketImpl: WebSocket, connectionParams: bearer("recorder"), retryAttempts: 0,
}));
for (const singleConnection of [false, true]) {
  await whole(`graphql-sse, ${singleConnection ? "one stream" : "a stream each"}`, overEvents({
    url: ready.graphql, singleConnection, headers: bearer("recorder"), retryAttempts: 0,
  }));
}
await check("graphql-ws: a wrong key", async () => {
  const client = overSocket({
    url: ready.graphql.replace("http", "ws"), webSocketImpl: WebSocket, connectionParams: { Authorization: "Bearer mg_wrong" }, retryAttempts: 0,
  });
  await assert.rejects(all(client, { query }), (event) => event.code === 4403);
});

const deferred = (directive) => `query Late { certificates(first: 5) { edges { node { id number
  ... ${directive} { issuer { id name { zh } } title { en } } } } } me { level ... ${directive} { via } } }`;
const inPlace = await fetch(ready.graphql, {
  method: "POST",
  headers: { "content-type": "application/json", accept: "application/json", ...bearer("recorder") },
  body: JSON.stringify({ query: deferred("") }),
}).then((response) => response.json());

// late checks what a client was told: first without what is late, at last what is told in place.
function late(told) {
  assert.ok(told.length > 1, `told ${told.length} times`);
  const first = told[0].certificates.edges[0].node;
  assert.ok(first.number);
  assert.ok(!("issuer" in first) && !("title" in first) && !("via" in told[0].me), JSON.stringify(told[0]));
  assert.deepEqual(told.at(-1), inPlace.data);
}

await check("@apollo/client: @defer", async () => {
  const client = new ApolloClient({
    link: new HttpLink({ uri: ready.graphql, headers: bearer("recorder") }),
    cache: new InMemoryCache({ addTypename: false }),
    incrementalHandler: new Defer20220824Handler(),
  });
  const told = [];
  await new Promise((resolve, reject) => {
    client.watchQuery({ query: gql(deferred("@defer")), fetchPolicy: "no-cache", notifyOnNetworkStatusChange: true }).subscribe({
      next({ data, error, networkStatus }) {
        if (error) reject(error);
        if (data) told.push(JSON.parse(JSON.stringify(data, (key, value) => (key === "__typename" ? undefined : value))));
        if (networkStatus === 7) resolve();
      },
      error: reject,
    });
  });
  late(told);
  client.stop();
});
await check("@urql/core: @defer", async () => {
  const client = new Client({ url: ready.graphql, exchanges: [fetchExchange], fetchOptions: { headers: bearer("recorder") }, preferGetMethod: false });
  const told = [];
  await new Promise((resolve, reject) => {
    client.query(deferred("@defer"), {}).subscribe((result) => {
      if (result.error) reject(result.error);
      told.push(JSON.parse(JSON.stringify(result.data)));
      if (!result.hasNext) resolve();
    });
  });
  late(told);
});
console.log(`${passed} passed, 0 failed`);
