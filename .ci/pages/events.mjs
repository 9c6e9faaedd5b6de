// Listens to a running node with a browser's own EventSource: an operation is answered and
// ended, and a subscription is told of a record that becomes public.
//
//   node events.mjs READY-FILE
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { launch } from "./launch.mjs";

const ready = JSON.parse(readFileSync(process.argv[2], "utf8"));
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${ready.url}/explorer/`);
  const heard = await page.evaluate((query) => new Promise((resolve) => {
    const events = [];
    const source = new EventSource(`/graphql?query=${encodeURIComponent(query)}`);
    source.addEventListener("next", (event) => events.push(JSON.parse(event.data)));
    source.addEventListener("complete", () => {
      source.close();
      resolve(events);
    });
  }), "{ me { via } }");
  assert.equal(heard.length, 1);
  assert.equal(heard[0].data.me.via, null);

  const told = page.evaluate((query) => new Promise((resolve) => {
    const source = new EventSource(`/graphql?query=${encodeURIComponent(query)}`);
    source.addEventListener("next", (event) => {
      source.close();
      resolve(JSON.parse(event.data).data.recordChanged.record.serialNumber);
    });
    window.listening = source;
  }), "subscription { recordChanged(filter: {kinds: [INSTRUMENT]}) { record { ... on Instrument { serialNumber } } } }");
  await page.waitForFunction(() => window.listening?.readyState === EventSource.OPEN);
  await publish("EVENTS-1");
  assert.equal(await told, "EVENTS-1");
} finally {
  await browser.close();
}
console.log("2 passed, 0 failed");

async function publish(serialNumber) {
  const response = await fetch(ready.graphql, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${ready.callers.administrator.key}` },
    body: JSON.stringify({
      query: `mutation ($instrument: InstrumentInput!) {
        createInstrument(input: {instrument: $instrument, reason: "check"}) { instrument { id } errors { message path } } }`,
      variables: { instrument: { name: { zh: "压力计" }, model: "DPG-1", serialNumber, discipline: "MECHANICS", role: "WORKING", classification: "PUBLIC" } },
    }),
  });
  const { data } = await response.json();
  const id = data.createInstrument.instrument.id;
  const published = await fetch(ready.graphql, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${ready.callers.administrator.key}` },
    body: JSON.stringify({
      query: `mutation ($id: ID!) { publishRecord(input: {id: $id, version: 1, reason: "check"}) { id errors { message path } } }`, variables: { id },
    }),
  });
  assert.equal((await published.json()).data.publishRecord.id, id);
}
