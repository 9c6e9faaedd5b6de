// Queries across both graphs, as each kind of caller: behind the gateway everybody gets what the
// node answers alone, with what the manufacturer adds. Started by ./test.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (name) => readFileSync(`${process.env.SUPERGRAPH}/${name}`, "utf8");
const gateway = read("gateway.ready");
const node = JSON.parse(read("node.ready"));
const catalogue = JSON.parse(readFileSync(new URL("products/catalogue.json", import.meta.url), "utf8"));
const maker = catalogue.manufacturer.name;

// visible says which of the recalled instruments are there for whom. Of the others some are not
// public, one is not published, and two were never seen by a metrology centre.
const publicOnes = ["EB1600377", "TW1300386"];
const visible = {
  anonymous: publicOnes,
  thirdParty: publicOnes,
  provincial: [...publicOnes, "EB1700078"],
  national: [...publicOnes, "EB1700078", "TW1500334"],
  manufacturer: [...publicOnes, "EB1700078", "TW1500334", "TW1500178"],
  auditor: [...publicOnes, "EB1700078", "TW1500334", "TW1500178"],
};
const recalled = catalogue.products.flatMap(({ model, recalls }) =>
  recalls.flatMap(({ instruments }) => instruments.map(({ serialNumber }) => ({ model, serialNumber }))));

async function post(url, caller, query, variables) {
  const key = caller === "garbage" ? "mg_garbage" : node.callers[caller]?.key;
  const headers = { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return response.json();
}

async function ask(url, caller, query, variables) {
  const { data, errors } = await post(url, caller, query, variables);
  assert.equal(errors, undefined, `${query}: ${JSON.stringify(errors)}`);
  return data;
}

// fetched runs a query and returns its data with what the gateway asked of the subgraphs.
async function fetched(caller, query, variables) {
  const before = read("fetches.log").length;
  const data = await ask(gateway, caller, query, variables);
  return { data, fetches: read("fetches.log").slice(before).trim().split("\n").map((line) => JSON.parse(line)) };
}

const nodesOf = (connection) => connection.edges.map((edge) => edge.node);

// seen is what the node answers of the maker's instruments of a model, alone.
async function seen(caller, model, fields) {
  const filter = { manufacturerName: { eq: maker }, model: { eq: model } };
  const data = await ask(node.graphql, caller, `query($filter: InstrumentFilter) { instruments(first: 100, filter: $filter) { edges { node { ${fields} } } } }`, { filter });
  return nodesOf(data.instruments);
}

// certified is what only the node knows of an instrument: it differs by caller.
const certified = `id status owner modified { at } certificates(first: 10) { totalCount edges { node { number customer { name { zh } } } } }`;
const recalls = (fields) => `{ recallNotices { instruments { ${fields} } } }`;
const instrumentsOf = (data) => data.recallNotices.flatMap((one) => one.instruments);

const answers = new Map();
for (const [caller, serials] of Object.entries(visible)) {
  test(`from recall notices to certificates, ${caller}`, async () => {
    const own = (await Promise.all(catalogue.products.map(({ model }) => seen(caller, model, `serialNumber ${certified}`)))).flat();
    const { data, fetches } = await fetched(caller, recalls(`serialNumber ${certified}`));
    const got = instrumentsOf(data);
    assert.deepEqual(got, recalled.map(({ serialNumber }) => own.find((one) => one.serialNumber === serialNumber) ?? null));
    assert.deepEqual(got.filter(Boolean).map((one) => one.serialNumber).sort(), [...serials].sort());
    answers.set(caller, JSON.stringify(got));
    assert.deepEqual(fetches, [
      { subgraph: "products", handed: false, fields: ["recallNotices"], entities: {} },
      { subgraph: "metrograph", handed: caller !== "anonymous", fields: ["_entities"], entities: { Instrument: recalled.length } },
    ], "one question to each graph, whatever the number of instruments");
  });

  test(`hidden, unpublished and missing instruments are alike, ${caller}`, async () => {
    const data = await ask(gateway, caller, recalls("manufacturer model serialNumber status classification certificates { totalCount }"));
    for (const { serialNumber, ...got } of instrumentsOf(data)) {
      if (serials.includes(serialNumber)) continue;
      const { model } = recalled.find((one) => one.serialNumber === serialNumber);
      assert.deepEqual(got, { manufacturer: maker, model, status: null, classification: null, certificates: null });
    }
  });

  test(`from instruments to products, ${caller}`, async () => {
    const own = await seen(caller, "TW-100D", "id serialNumber");
    const filter = { model: { in: ["TW-100D"] } }; // of whatever manufacturer
    const { data, fetches } = await fetched(caller, `query($filter: InstrumentFilter) { instruments(first: 100, filter: $filter) { edges { node {
      id serialNumber manufacturer product { model dataSheets { url } } recalls { number } } } } }`, { filter });
    const got = nodesOf(data.instruments);
    const { dataSheets, recalls: [{ number, instruments }] } = catalogue.products[0];
    const wanted = ({ serialNumber }) => ({
      product: { model: "TW-100D", dataSheets: dataSheets.map(({ url }) => ({ url })) },
      recalls: instruments.some((one) => one.serialNumber === serialNumber) ? [{ number }] : [],
    });
    assert.deepEqual(got.filter((one) => one.manufacturer === maker), own.map((one) => ({ ...one, manufacturer: maker, ...wanted(one) })));
    const others = got.filter((one) => one.manufacturer !== maker);
    assert.ok(others.length > 0 && others.every((one) => one.product === null && one.recalls === null), JSON.stringify(others));
    assert.deepEqual(fetches.map(({ subgraph, entities }) => [subgraph, entities]), [["metrograph", {}], ["products", { Instrument: got.length }]]);
  });
}

test("callers differ in what they get", () => {
  assert.equal(new Set(answers.values()).size, Object.keys(visible).length);
});

test("institutions and methods by what they are known by in the world", async () => {
  const { data, fetches } = await fetched("anonymous", `{ product(model: "WZP-100A") {
    name { best(languages: ["zh"]) } manufacturer { name { zh } level } methods { code title { zh } inForce } } }`);
  const { institutions } = await ask(node.graphql, "anonymous",
    `query($filter: InstitutionFilter) { institutions(filter: $filter) { edges { node { name { zh } level } } } }`,
    { filter: { creditCode: { eq: catalogue.manufacturer.creditCode } } });
  const { methods } = await ask(node.graphql, "anonymous",
    `{ methods(filter: {code: {eq: "JJG 229-2010"}}) { edges { node { code title { zh } inForce } } } }`);
  const standard = { code: "Q/SZPI 12-2020", title: null, inForce: null }; // the manufacturer's own, which the node does not know
  assert.deepEqual(data.product, { name: { best: "工业铂热电阻" }, manufacturer: nodesOf(institutions)[0], methods: [...nodesOf(methods), standard] });
  assert.deepEqual(fetches.map(({ entities }) => entities), [{}, { Institution: 1 }, { Method: 2 }]);
});

test("there and back: from certificates to the recalled instruments of the same model", async () => {
  const { data, fetches } = await fetched("national", `{ certificates(first: 50, filter: {discipline: {eq: MECHANICS}}) { edges { node { items { instrument {
    serialNumber product { recalls { instruments { serialNumber status } } } } } } } } }`);
  const products = nodesOf(data.certificates).flatMap((one) => one.items).map((item) => item.instrument?.product).filter(Boolean);
  const back = new Map(products.flatMap((product) => product.recalls).flatMap((recall) => recall.instruments).map((one) => [one.serialNumber, one.status]));
  assert.ok(back.size > 0);
  for (const [serialNumber, status] of back) assert.equal(status, visible.national.includes(serialNumber) ? "PUBLISHED" : null);
  assert.deepEqual(fetches.map(({ subgraph, fields }) => [subgraph, ...fields]), [["metrograph", "certificates"], ["products", "_entities"], ["metrograph", "_entities"]]);
});

test("a key that the node does not know: its part fails, and says nothing of where the node is", async () => {
  const answer = await post(gateway, "garbage", `{ product(model: "TW-100D") { model manufacturer { name { zh } } } instruments { totalCount } }`);
  assert.deepEqual(answer.data, { product: { model: "TW-100D", manufacturer: { name: null } }, instruments: null });
  assert.ok(answer.errors.length > 0);
  for (const error of answer.errors) assert.deepEqual(error.extensions, { code: "UNAUTHENTICATED" });
  assert.ok(!JSON.stringify(answer).includes("127.0.0.1"));
});

test("no key is handed to the manufacturer's graph", () => {
  const fetches = read("fetches.log").trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(fetches.some((one) => one.handed));
  assert.deepEqual(fetches.filter((one) => one.handed && one.subgraph !== "metrograph"), []);
});
